import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { account, envAs, lookerPolicy, user } from '../lambda/support.ts';
import { type ActionRun, runAction } from '../support/action.ts';
import { authority, certificate } from '../support/certificates.ts';
import { output, runnerIdentity } from '../support/declared-run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { type LambdaEndpoint, startLambdaEndpoint } from '../support/lambda-endpoint.ts';
import { type LocalFunction, startFunction } from '../support/runtime-api.ts';

const health = {
  initialized: true,
  sealed: false,
  standby: false,
  version: '2.0.0+ent',
  enterprise: true,
  server_time_utc: Math.floor(Date.now() / 1_000),
};

let emulator: Emulator;
/** Its IAM knows one user. */
let guarded: Emulator;
let verifier: LocalFunction;
let lambda: LambdaEndpoint;
const servers: Server[] = [];
beforeAll(async () => {
  emulator = await startEmulator();
  guarded = await startEmulator({
    config: { accounts: [{ id: account, users: [user('verifier', { read: lookerPolicy })] }] },
  });
  const answers = (payload: object) => ({
    invoke: async () => ({ id: '1', payload, failed: false, cold: false, milliseconds: 1 }),
  });
  verifier = await startFunction({ env: envAs(guarded, 'verifier') });
  lambda = await startLambdaEndpoint({
    verifier,
    old: answers({ version: '0.0.1', denied_role_arns: [] }),
  });
});
afterAll(async () => {
  for (const server of servers) server.close();
  await Promise.all([emulator.stop(), guarded.stop(), verifier.stop(), lambda.stop()]);
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A server that answers every request alike. */
async function stub(status: number, body: unknown, type = 'application/json'): Promise<string> {
  const listener: RequestListener = (_, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  return `http://127.0.0.1:${await listen(createServer(listener))}`;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((closed) => server.close(closed));
  return port;
}

function doctor(inputs: Record<string, string> = {}, env: Record<string, string> = {}): Promise<ActionRun> {
  return runAction(
    {
      command: 'doctor',
      url: emulator.vaultAddr,
      token: emulator.vaultToken,
      path: 'keymgmt',
      name: 'aws',
      key_collection: 'us-west-2',
      keys: '- db',
      principal_arn: 'arn:aws:iam::111122223333:user/vault',
      ...inputs,
    },
    { env: { AWS_ENDPOINT_URL: emulator.awsEndpoint, ...runnerIdentity(emulator), ...env } },
  );
}

const errors = (run: ActionRun) => run.stdout.split('\n').filter((line) => line.startsWith('::error'));

test('a sound set-up is ready; nothing is written, and the diagnosis is an output', async () => {
  await emulator.clearRequests();
  const run = await doctor();
  expect(run.exitCode).toBe(0);
  expect(output(run, 'diagnosis')).toMatchObject({ schema_version: 1, status: 'ok' });
  expect(run.summary).toContain('Ready.');
  const writes = (await emulator.requests()).filter(
    ({ method, path }) => path.startsWith('/v1/') && method !== 'GET' && !path.endsWith('capabilities-self'),
  );
  expect(writes).toEqual([]);
});

describe('each misconfiguration gives one failure, which names cause and remedy', () => {
  interface Case {
    readonly name: string;
    readonly run: () => Promise<ActionRun>;
    /** The failed check; `null`: the input itself is invalid. */
    readonly check: string | null;
    readonly says: readonly string[];
  }

  const asked = (answer: object) => async () => doctor({ url: await stub(200, answer) });
  const cases: readonly Case[] = [
    {
      name: 'host',
      run: () => doctor({ url: 'http://vault.invalid:8200' }),
      check: 'vault_dns',
      says: ['vault.invalid:8200', 'does not resolve', '`url`'],
    },
    {
      name: 'port',
      run: async () => doctor({ url: `http://127.0.0.1:${await closedPort()}` }),
      check: 'vault_tcp',
      says: ['refused', '`url`'],
    },
    {
      name: 'https where plain HTTP is served',
      run: async () => doctor({ url: (await stub(200, health)).replace('http:', 'https:') }),
      check: 'vault_tls',
      says: ['http://'],
    },
    {
      name: 'private CA',
      run: async () => {
        const pair = await certificate(await authority(), '127.0.0.1');
        const port = await listen(createTlsServer(pair, (_, response) => response.end('{}')));
        return doctor({ url: `https://127.0.0.1:${port}` });
      },
      check: 'vault_tls',
      says: ['`ca_certificate`'],
    },
    {
      name: 'another service',
      run: async () => doctor({ url: await stub(200, '<title>Sign in</title>', 'text/html') }),
      check: 'vault_http',
      says: ['Sign in', '`url`'],
    },
    {
      name: 'sealed',
      run: asked({ ...health, sealed: true }),
      check: 'vault_seal',
      says: ['sealed', 'vault operator unseal'],
    },
    {
      name: 'Vault Community',
      run: async () => {
        const server = createServer((request, response) => {
          if (request.url?.includes('ui/mounts/keymgmt')) response.statusCode = 403;
          const body = request.url?.includes('sys/health')
            ? { ...health, version: '1.21.0', enterprise: false }
            : { data: { id: 'x', policies: ['root'], keys: [] }, secret: {} };
          response.end(JSON.stringify(body));
        });
        return doctor({ url: `http://127.0.0.1:${await listen(server)}` });
      },
      check: 'keymgmt_mount',
      says: ['Vault Community', 'Advanced Data Protection'],
    },
    {
      name: 'disaster recovery secondary',
      run: asked({ ...health, replication_dr_mode: 'secondary' }),
      check: 'vault_standby',
      says: ['disaster recovery', '`url`'],
    },
    {
      name: 'clock',
      run: asked({ ...health, server_time_utc: health.server_time_utc - 3_600 }),
      check: 'clock',
      says: ["ahead of Vault's", 'NTP'],
    },
    {
      name: 'token expired or revoked',
      run: () => doctor({ token: 'hvs.no-such-token' }),
      check: 'vault_token',
      says: ['vault token lookup'],
    },
    {
      name: 'login refused',
      run: () => doctor({ method: 'userpass', username: 'ci', password: 'wrong', token: '' }),
      check: 'vault_login',
      says: ['auth/userpass'],
    },
    {
      name: 'namespace',
      run: () => doctor({ namespace: 'no-such-team' }),
      check: 'vault_namespace',
      says: ['no-such-team'],
    },
    {
      name: 'path',
      run: () => doctor({ path: 'keys' }),
      check: 'keymgmt_mount',
      says: ['keys', 'create_mount'],
    },
    {
      name: 'policy',
      run: async () => {
        await emulator.vault('PUT', 'sys/policies/acl/reader', {
          body: { policy: 'path "keymgmt/key" { capabilities = ["list"] }' },
        });
        const { body } = await emulator.vault('POST', 'auth/token/create', {
          body: { policies: ['reader'] },
        });
        return doctor({ token: body.auth.client_token });
      },
      check: 'vault_capabilities',
      says: ['keymgmt/kms', 'command policy'],
    },
    {
      name: 'AWS secret',
      run: () =>
        doctor({ access_key: 'AKIAIOSFODNN7EXAMPLE', secret_key: 'wrong' }, envAs(guarded, 'verifier')),
      check: 'declared_credentials',
      says: ['keymgmt/kms/aws', 'InvalidClientTokenId'],
    },
    {
      name: 'AWS account',
      run: () =>
        doctor({
          access_key: emulator.accessKeyId,
          secret_key: emulator.secretAccessKey,
          allowed_account_ids: '999999999999',
        }),
      check: 'declared_credentials',
      says: ['111122223333', 'allowed_account_ids'],
    },
    {
      name: 'proxy',
      run: async () =>
        doctor(
          { url: 'http://vault.test:8200' },
          { HTTP_PROXY: `http://127.0.0.1:${await closedPort()}`, NO_PROXY: '127.0.0.1' },
        ),
      check: 'vault_tcp',
      says: ['the proxy 127.0.0.1', 'NO_PROXY'],
    },
    {
      name: 'verifier identity',
      run: () =>
        doctor(
          { verify_role_arn: 'arn:aws:iam::111122223333:role/no-such-role' },
          envAs(guarded, 'verifier'),
        ),
      check: 'verifier_identity',
      says: ['no-such-role'],
    },
    {
      name: 'Lambda name',
      run: () => viaLambda('no-such-function'),
      check: 'lambda_function',
      says: ['no-such-function', 'lambda_function'],
    },
    {
      name: 'Lambda version',
      run: () => viaLambda('old'),
      check: 'lambda_function',
      says: ['0.0.1', 'Deploy'],
    },
    {
      name: 'Lambda allow-list',
      run: () => viaLambda('verifier', { verify_role_arn: 'arn:aws:iam::111122223333:role/verifier' }),
      check: 'lambda_function',
      says: ['ALLOWED_ROLE_ARNS', 'role/verifier'],
    },
    {
      name: 'OIDC permission',
      run: () => doctor({ method: 'jwt', role: 'ci', token: '' }),
      check: null,
      says: ['id-token: write'],
    },
  ];

  const viaLambda = (lambda_function: string, inputs = {}) =>
    doctor(
      { verify_with: 'lambda', lambda_function, lambda_region: 'us-west-2', ...inputs },
      { AWS_ENDPOINT_URL_LAMBDA: lambda.url },
    );

  test.each(cases)('$name', async ({ run, check, says }) => {
    const result = await run();
    expect(result.exitCode).toBe(1);
    const [line = '', ...others] = errors(result);
    expect(others).toEqual([]);
    expect(line).toContain(check === null ? '::error' : `[failed] ${check}:`);
    for (const words of says) expect(line).toContain(words);
  });
});
