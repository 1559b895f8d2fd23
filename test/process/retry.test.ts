import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ActionRun, runAction } from '../support/action.ts';
import { type Emulator, type FaultRequest, startEmulator } from '../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await put('sys/policies/acl/all', {
    policy: 'path "*" { capabilities = ["create", "read", "update", "delete", "list", "sudo"] }',
  });
});
afterAll(() => emulator.stop());

const put = (path: string, body: unknown) => emulator.vault('PUT', path, { body });

/** A mount, and a login of its own, so that faults meet nobody else. */
async function place(path: string): Promise<(command: string) => Promise<ActionRun>> {
  await put(`sys/mounts/${path}`, { type: 'keymgmt' });
  await put(`sys/auth/${path}`, { type: 'approle' });
  await put(`auth/${path}/role/ci`, { token_policies: ['all'] });
  const { role_id } = (await emulator.vault('GET', `auth/${path}/role/ci/role-id`)).body.data;
  const { secret_id } = (await put(`auth/${path}/role/ci/secret-id`, {})).body.data;
  const login = { url: emulator.vaultAddr, method: 'approle', auth_path: path, role_id, secret_id };
  const keys = {
    path,
    name: 'aws',
    key_collection: 'us-west-2',
    keys: `- k-${path}`,
    rotate_keys: `k-${path}`,
  };
  return (command) =>
    runAction({ ...login, ...keys, command }, { env: { AWS_ENDPOINT_URL: emulator.awsEndpoint } });
}

/** The first of each request that a command makes meets the fault; what comes after passes. */
function onEach(requests: readonly [string, string][], fault: FaultRequest['fault']): FaultRequest[] {
  return requests.map(([method, path]) => ({ match: { method, path }, times: 1, fault }));
}

const reading = (path: string): [string, string][] => [
  ['PUT', `/auth/${path}/login$`],
  ['GET', `/internal/ui/mounts/${path}$`],
  ['LIST', `/${path}/key/?$`],
  ['LIST', `/${path}/kms/?$`],
  ['GET', `/${path}/kms/aws/key/k-${path}$`],
];

const passing: [string, FaultRequest['fault']][] = [
  ['412', { status: 412, body: { errors: ['required index state not present'] } }],
  [
    '429 with Retry-After',
    { status: 429, headers: { 'retry-after': '0' }, body: { errors: ['rate limit'] } },
  ],
  ['500', { status: 500, body: { errors: ['internal error'] } }],
  ['503', { status: 503, body: { errors: ['service unavailable'] } }],
  ['a dropped connection', { drop: 'before' }],
  ['an answer lost', { drop: 'after' }],
];

describe('what passes, on each request: done exactly once, and the log says what was tried again', () => {
  test.concurrent.each(passing)('%s', async (what, fault) => {
    const path = `m-${what.replaceAll(/\W+/g, '-').toLowerCase()}`;
    const act = await place(path);
    const writing: [string, string][] = [
      ['PUT', `/${path}/kms/aws$`],
      ['PUT', `/${path}/key/k-${path}$`],
      ['PUT', `/${path}/kms/aws/key/k-${path}$`],
    ];
    await emulator.setFaults(...onEach([...reading(path), ...writing], fault));
    const applied = await act('apply');
    expect({ exitCode: applied.exitCode, error: applied.outputs['error'] }).toEqual({
      exitCode: 0,
      error: '',
    });
    expect(applied.stdout.match(/retrying/g)).toHaveLength(8);
    const mayLeave = ['500', '503', 'a dropped connection'].includes(what);
    expect(applied.stdout.includes('may have left a KMS key without an alias in us-west-2')).toBe(mayLeave);
    expect(await versions(path)).toEqual(['1']);

    await emulator.setFaults(...onEach([...reading(path), ['PUT', `/${path}/key/k-${path}/rotate$`]], fault));
    const rotated = await act('rotate');
    expect({ exitCode: rotated.exitCode, error: rotated.outputs['error'] }).toEqual({
      exitCode: 0,
      error: '',
    });
    expect(await versions(path)).toEqual(['1', '2']);
    expect((await emulator.vault('GET', `${path}/key/k-${path}`)).body.data.latest_version).toBe(2);
  });

  test('and KMS has one key a version', async () => {
    const created = (await emulator.requests()).filter(
      ({ operation, status }) => operation === 'CreateKey' && status === 200,
    );
    expect(created).toHaveLength(2 * passing.length);
  });
});

async function versions(path: string): Promise<string[]> {
  const record = await emulator.vault('GET', `${path}/kms/aws/key/k-${path}`);
  return Object.keys(record.body.data.versions);
}

test.each([400, 403])('%i is final: one request, and Vault’s words', async (status) => {
  const path = `final-${status}`;
  const act = await place(path);
  await emulator.setFaults({
    match: { method: 'PUT', path: `/${path}/kms/aws$` },
    fault: { status, body: { errors: ['not on a Tuesday'] } },
  });
  const run = await act('apply');

  expect(run.exitCode).toBe(1);
  expect(JSON.parse(run.outputs['error']!).message).toContain('not on a Tuesday');
  const writes = (await emulator.requests()).filter(
    ({ method, path: at }) => method === 'PUT' && at?.endsWith(`/${path}/kms/aws`),
  );
  expect(writes).toHaveLength(1);
});
