import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GitHubServer } from '../github/server.ts';
import { runAction } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

const secretId = 'sec/ret+id=with "quotes" & more';
const header = 'cf-access-value-4711';
const token = 'hvs.CAESIJ-issued-by-a-login';

/** The forms in which a server may repeat what it was sent. */
const formsOf = (text: string) => [
  text,
  Buffer.from(text).toString('base64'),
  encodeURIComponent(text),
  JSON.stringify(text).slice(1, -1),
];

/** Takes any login, and answers every other request with an error that repeats all of it. */
const echo: Server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const isLogin = request.url?.startsWith('/v1/auth/approle/login') ?? false;
  const said = [token, secretId, header].flatMap(formsOf).join(' | ');
  response.writeHead(isLogin ? 200 : 400, { 'content-type': 'application/json' });
  const errors = [`cannot read ${request.url} with ${JSON.stringify(request.headers)} and ${body}: ${said}`];
  response.end(
    JSON.stringify(
      isLogin
        ? { auth: { client_token: token, accessor: 'acc', lease_duration: 60 }, warnings: [`took ${body}`] }
        : { errors },
    ),
  );
});

const github = new GitHubServer();
let emulator: Emulator;
let event: string;
beforeAll(async () => {
  [emulator] = await Promise.all([
    startEmulator(),
    github.start(),
    new Promise<void>((listening) => echo.listen(0, '127.0.0.1', listening)),
  ]);
  event = join(await mkdtemp(join(tmpdir(), 'event-')), 'event.json');
  await writeFile(event, JSON.stringify({ pull_request: { number: 7 } }));
});
afterAll(() => Promise.all([emulator.stop(), github.stop(), new Promise((closed) => echo.close(closed))]));

describe('a server that repeats the secrets that it was sent', () => {
  test('shows none of them in log, outputs, summary, report, comment or issue', async () => {
    const run = await runAction(
      {
        command: 'plan',
        url: `http://127.0.0.1:${(echo.address() as AddressInfo).port}`,
        method: 'approle',
        role_id: 'r',
        secret_id: secretId,
        extra_headers: `CF-Access-Client-Secret: ${header}`,
        name: 'aws',
        key_collection: 'us-west-2',
        comment: 'true',
        issue: 'true',
        github_token: 'ghs_test',
        junit_path: 'junit.xml',
        sarif_path: 'run.sarif',
        html_path: 'evidence.html',
      },
      { env: { GITHUB_API_URL: github.url, GITHUB_EVENT_PATH: event } },
    );
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).toContain('***');
    const published = [
      run.everything,
      ...github.comments.map(({ body }) => body),
      JSON.stringify(github.issues),
    ];
    expect(published.length).toBeGreaterThan(2);
    for (const text of published) {
      for (const form of [token, secretId, header].flatMap(formsOf)) expect(text).not.toContain(form);
    }
  });
});

describe('the masks of a run', () => {
  const payload = JSON.stringify(
    { password: 'p4ssw0rd', nested: [{ note: 'long enough note' }], flag: true },
    null,
    2,
  );

  test('are in none of its outputs, so that GitHub keeps them all', async () => {
    await emulator.vault('PUT', 'sys/auth/userpass', { body: { type: 'userpass' } });
    const policy = 'path "*" { capabilities = ["create", "read", "update", "delete", "list", "sudo"] }';
    await emulator.vault('PUT', 'sys/policies/acl/anything', { body: { policy } });
    const ann = { password: 'p4ssw0rd', token_policies: ['anything'] };
    await emulator.vault('PUT', 'auth/userpass/users/ann', { body: ann });
    const credentials = { access_key: emulator.accessKeyId, secret_key: emulator.secretAccessKey };
    for (const shape of [
      JSON.stringify(credentials, null, 2),
      `access_key: ${credentials.access_key}\nsecret_key: "${credentials.secret_key}"\n`,
      JSON.stringify(credentials),
    ]) {
      const run = await runAction(
        {
          command: 'apply',
          url: emulator.vaultAddr,
          method: 'userpass',
          username: 'ann',
          password: 'p4ssw0rd',
          auth_payload: payload,
          extra_headers: 'X-Secret: header-value-1',
          create_mount: 'true',
          path: `masks-${shape.length}`,
          name: 'aws-us-west-2',
          key_collection: 'us-west-2',
          // KMS keeps the aliases of the other mounts: a key of the same name would be taken for a lost one.
          keys: `- payments-db-${shape.length}`,
          credentials: shape,
          verify_with: 'runner',
        },
        { env: { AWS_ENDPOINT_URL: emulator.awsEndpoint } },
      );
      const masks = run.stdout
        .split('\n')
        .filter((line) => line.startsWith('::add-mask::'))
        .map((line) => decodeURIComponent(line.slice('::add-mask::'.length)));
      expect(masks).toEqual(
        expect.arrayContaining(['p4ssw0rd', 'long enough note', 'header-value-1', credentials.secret_key]),
      );
      expect(masks.filter((mask) => mask.includes('\n'))).toEqual([]);
      expect(run.outputs['distributions']).toContain('payments-db');
      expect(JSON.parse(run.outputs['verification'] ?? 'null')).toMatchObject({
        keys: [{ name: `payments-db-${shape.length}` }],
      });
      const dropped = Object.entries(run.outputs).filter(([, value]) =>
        masks.some((mask) => value.includes(mask)),
      );
      expect(dropped.map(([name]) => name)).toEqual([]);
      expect(run.everything).not.toContain(credentials.secret_key);
    }
  }, 60_000);
});
