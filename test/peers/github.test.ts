import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runAction } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { tool } from './peer.ts';

const node = tool('node24');
const emulate = tool('emulate');

const seed = `
tokens:
  ghp_robot: {login: robot, scopes: [repo, user]}
github:
  users: [{login: robot, name: Robot, email: robot@example.com}]
  repos: [{owner: robot, name: keys, auto_init: true}]
`;

/** GitHub's API as Vercel's emulate has it, which knows nothing of us. */
(node !== null && emulate !== null ? describe : describe.skip)('against emulate’s GitHub', () => {
  let github: ChildProcess;
  let url: string;
  let emulator: Emulator;
  let eventPath: string;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'emulate-'));
    await writeFile(join(folder, 'seed.yaml'), seed);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    github = spawn(node!, [emulate!, 'start', '-p', String(port), '-s', 'github', '--seed', 'seed.yaml'], {
      cwd: folder,
      stdio: 'ignore',
    });
    emulator = await startEmulator();
    await reachable(`${url}/rate_limit`);
    await api('POST', 'issues', { title: 'stands for the pull request' });
    eventPath = join(folder, 'event.json');
    await writeFile(eventPath, JSON.stringify({ pull_request: { number: 1 } }));
  });
  afterAll(async () => {
    await emulator.stop();
    const ended = once(github, 'exit');
    github.kill();
    await ended;
  });

  async function api(method: string, path: string, body?: unknown) {
    const response = await fetch(`${url}/repos/robot/keys/${path}`, {
      method,
      headers: { authorization: 'Bearer ghp_robot', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: each endpoint answers something else
    return response.json() as Promise<any>;
  }

  const run = (command: string) =>
    runAction(
      {
        command,
        url: emulator.vaultAddr,
        token: emulator.vaultToken,
        name: 'aws-us-west-2',
        key_collection: 'us-west-2',
        keys: '- payments-db',
        github_token: 'ghp_robot',
        comment: 'true',
        issue: 'true',
      },
      {
        env: {
          AWS_ENDPOINT_URL: emulator.awsEndpoint,
          GITHUB_API_URL: url,
          GITHUB_REPOSITORY: 'robot/keys',
          GITHUB_EVENT_PATH: eventPath,
        },
      },
    );

  test('a plan comments and opens an issue, an apply brings both up to date and closes it', async () => {
    const planned = await run('plan');
    expect(planned.stdout).toMatch(/^Comment: http/m);
    expect(planned.stdout).toMatch(/^Issue opened: http/m);
    const [comment] = await api('GET', 'issues/1/comments');
    expect(comment.body).toContain('+ distribute keymgmt/kms/aws-us-west-2/key/payments-db');
    const [issue] = await api('GET', 'issues?labels=vault-keymgmt&state=open');
    expect(issue.labels.map(({ name }: { name: string }) => name)).toContain('vault-keymgmt: drift');

    await run('plan');
    expect(await api('GET', 'issues?labels=vault-keymgmt&state=open')).toHaveLength(1);

    const applied = await run('apply');
    expect(applied.stdout).toMatch(/^Issue closed: http/m);
    expect(await api('GET', 'issues/1/comments')).toHaveLength(1);
    expect(await api('GET', 'issues?labels=vault-keymgmt&state=open')).toEqual([]);
    expect(await api('GET', `issues/${issue.number}`)).toMatchObject({ state: 'closed' });
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function reachable(address: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await fetch(address).then(
        () => true,
        () => false,
      )
    )
      return;
    await setTimeout(100);
  }
  throw new Error(`${address} does not answer`);
}
