import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { output, runDeclared } from '../support/declared-run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { vaultWrites } from '../support/vault-requests.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

let path: string;
let mounts = 0;
beforeEach(async () => {
  path = `preflight-${++mounts}`;
  await emulator.vault('POST', `sys/mounts/${path}`, { body: { type: 'keymgmt' } });
});

/** A token with a policy of its own. */
async function tokenFor(policy: string): Promise<string> {
  await emulator.vault('PUT', `sys/policies/acl/${path}`, { body: { policy } });
  const { body } = await emulator.vault('POST', 'auth/token/create', { body: { policies: [path] } });
  return body.auth.client_token;
}

const declared = () => ({
  path,
  kms: { aws: { key_collection: 'us-west-2' } },
  keys: { [`k-${path}`]: { kms: 'aws' } },
});

test('a token that may only read is blocked before the first write, on every path of the plan', async () => {
  const token = await tokenFor(`path "${path}/*" { capabilities = ["read", "list"] }`);
  await emulator.clearRequests();
  const run = await runDeclared(emulator, 'apply', declared(), { token });
  expect(run.exitCode).toBe(1);
  expect(output(run, 'error').code).toBe('plan_refused');
  expect(
    output(run, 'plan').refusals.map(({ code, id }: { code: string; id: string }) => [code, id]),
  ).toEqual([
    ['permission_denied', `${path}/kms/aws`],
    ['permission_denied', `${path}/key/k-${path}`],
    ['permission_denied', `${path}/kms/aws/key/k-${path}`],
  ]);
  expect(run.stdout).toMatch(/the token lacks "create" or "update" on \S+\. Attach a policy/);
  expect((await vaultWrites(emulator)).filter((write) => !write.includes('capabilities'))).toEqual([]);
});

test('the same token plans: a plan needs no right to write, and has the same digest', async () => {
  const token = await tokenFor(`path "${path}/*" { capabilities = ["read", "list"] }`);
  const planned = await runDeclared(emulator, 'plan', declared(), { token });
  expect(planned.exitCode).toBe(0);
  const applied = await runDeclared(emulator, 'apply', declared(), {
    expected_plan_digest: planned.outputs['plan_digest']!,
  });
  expect(applied.exitCode).toBe(0);
});

test('a token that may not rotate is blocked before the first rotation', async () => {
  await runDeclared(emulator, 'apply', declared());
  const token = await tokenFor(`path "${path}/*" { capabilities = ["read", "list"] }`);
  const run = await runDeclared(emulator, 'rotate', declared(), { token, rotate_keys: `k-${path}` });
  expect(output(run, 'plan').refusals).toMatchObject([{ code: 'permission_denied' }]);
});
