import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GitHubServer } from '../github/server.ts';
import { runAction } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { connectProxy } from '../support/proxy.ts';

let emulator: Emulator;
/** As on a GitHub Enterprise Server, whose API has a path of its own. */
const github = new GitHubServer('/api/v3');
let eventPath: string;

beforeAll(async () => {
  [emulator] = await Promise.all([startEmulator(), github.start()]);
  eventPath = join(await mkdtemp(join(tmpdir(), 'event-')), 'event.json');
  await writeFile(eventPath, JSON.stringify({ pull_request: { number: 7 } }));
});
afterAll(() => Promise.all([emulator.stop(), github.stop()]));

function run(inputs: Record<string, string>, env: Record<string, string> = {}) {
  return runAction(
    {
      url: emulator.vaultAddr,
      token: emulator.vaultToken,
      name: 'aws-us-west-2',
      key_collection: 'us-west-2',
      keys: '- payments-db',
      github_token: 'ghs_test',
      ...inputs,
    },
    {
      env: {
        AWS_ENDPOINT_URL: emulator.awsEndpoint,
        GITHUB_API_URL: github.url,
        GITHUB_EVENT_PATH: eventPath,
        ...env,
      },
    },
  );
}

test('plan, apply and plan again: one comment, one issue, and both end well', async () => {
  const planned = await run({ command: 'plan', comment: 'true', issue: 'true' });
  expect(planned.exitCode).toBe(0);
  expect(github.comments[0]!.body).toContain('+ distribute keymgmt/kms/aws-us-west-2/key/payments-db');
  expect(github.open).toHaveLength(1);

  const applied = await run({ command: 'apply', comment: 'true', issue: 'true' });
  expect(applied.exitCode).toBe(0);
  expect(github.comments.filter(({ issue }) => issue === 7)).toHaveLength(1);
  expect(github.open).toEqual([]);
  expect(github.issues).toHaveLength(1);
  expect(planned.everything + applied.everything).not.toContain('ghs_test');
});

test('GitHub asks to wait: the run waits, and tells', async () => {
  github.faults.push({ match: /PATCH/, times: 1, status: 429, headers: { 'retry-after': '1' } });
  const result = await run({ command: 'plan', comment: 'true' });
  expect(result.stdout).toContain('GitHub limits requests; retrying in 1 s.');
  expect(result.stdout).toMatch(/^Comment: https:/m);
});

test('a token that may not write is a notice, and the run succeeds', async () => {
  github.mayWrite = false;
  const result = await run({ command: 'plan', comment: 'true', issue: 'true' });
  github.mayWrite = true;
  expect(result.exitCode).toBe(0);
  expect(result.stdout).toMatch(/^::notice::The pull request comment was not written: .*403/m);
});

test('a GitHub that nobody reaches is a warning, and the run succeeds', async () => {
  const result = await run({ command: 'plan', comment: 'true' }, { GITHUB_API_URL: 'http://127.0.0.1:1' });
  expect(result.exitCode).toBe(0);
  expect(result.stdout).toMatch(/^::warning::The pull request comment was not written/m);
});

test('unasked, GitHub hears nothing', async () => {
  const before = github.requests.length;
  await run({ command: 'plan' });
  expect(github.requests.length).toBe(before);
});

test('through a proxy, where the environment names one', async () => {
  const proxy = await connectProxy();
  const result = await run(
    { command: 'plan', comment: 'true' },
    {
      HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
      NO_PROXY: [emulator.vaultAddr, emulator.awsEndpoint].map((url) => new URL(url).host).join(','),
    },
  );
  await proxy.close();
  expect(result.stdout).toMatch(/^Comment: https:/m);
  expect(new Set(proxy.targets)).toEqual(new Set([new URL(github.url).host]));
});
