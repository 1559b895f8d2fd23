import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Inputs, output, runDeclared, runnerIdentity } from '../support/declared-run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

let emulator: Emulator;
let client: KMSClient;
beforeAll(async () => {
  emulator = await startEmulator();
  const { accessKeyId, secretAccessKey, awsEndpoint } = emulator;
  const credentials = { accessKeyId, secretAccessKey };
  client = new KMSClient({ region: 'us-west-2', endpoint: awsEndpoint, credentials });
});
afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

let mounts = 0;
let path: string;
beforeEach(async () => {
  path = `usage-${++mounts}`;
  await emulator.clearFaults();
  await run('apply', { create_mount: true });
});

const kms = { aws: { key_collection: 'us-west-2' } };
const run = (command: string, mount: object = {}, inputs: Inputs = {}, env = runnerIdentity(emulator)) =>
  runDeclared(
    emulator,
    command,
    { path, kms, keys: { [`db-${mounts}`]: { kms: 'aws' } }, ...mount },
    inputs,
    env,
  );

const confirm = () => `${path}/kms/aws`;

async function versions(): Promise<Record<string, string>> {
  return (await emulator.vault('GET', `${path}/kms/aws/key/db-${mounts}`)).body.data.versions;
}

async function encrypt(): Promise<void> {
  const { CiphertextBlob } = await client.send(
    new EncryptCommand({ KeyId: (await versions())['1']!, Plaintext: Buffer.from('data') }),
  );
  await client.send(new DecryptCommand({ CiphertextBlob }));
}

describe('min_idle', () => {
  test('stops destroy for a key that was just used, before any write, with the evidence in plan, summary and report', async () => {
    await encrypt();
    await emulator.clearRequests();
    const stopped = await run('destroy', {}, { confirm: confirm() });
    expect(stopped.exitCode).toBe(1);
    expect(output(stopped, 'error')).toMatchObject({ code: 'recently_used' });
    expect(output(stopped, 'error').message).toMatch(/CloudTrail event [\w-]+; it may be a canary/);
    expect(output(stopped, 'changed')).toBe(false);
    const shown = /last used 1 minute ago \(Decrypt\)/;
    expect(stopped.stdout).toMatch(shown);
    expect(stopped.summary).toMatch(shown);
    expect(stopped.report).toMatch(shown);
    const notices = output(stopped, 'plan').notices.map(({ code }: { code: string }) => code);
    expect(notices).toContain('key_usage');
    const writes = (await emulator.requests()).filter(({ method }) => method === 'DELETE');
    expect(writes).toEqual([]);
  });

  test('of 0s lets it run; the output says until when it can be undone, and how', async () => {
    await encrypt();
    const id = (await versions())['1']!;
    const destroyed = await run('destroy', {}, { confirm: confirm(), min_idle: '0s' });
    expect(destroyed.exitCode).toBe(0);
    expect(destroyed.stdout).toMatch(new RegExp(`AWS deletes the KMS key ${id} on \\d{4}-\\d\\d-\\d\\dT`));
    expect(destroyed.stdout).toContain(`aws kms cancel-key-deletion --region us-west-2 --key-id ${id}`);
  });

  test('does not stop a key that was never used, and does not change the digest', async () => {
    const before = output(await run('destroy'), 'plan');
    expect(before.notices).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('never used since it was created') }),
    );
    await encrypt();
    const after = output(await run('destroy'), 'plan');
    expect(after.digest).toBe(before.digest);
    const used = await run('destroy', {}, { confirm: confirm(), expected_plan_digest: before.digest });
    expect(output(used, 'error')).toMatchObject({ code: 'recently_used' });
  });

  test('warns of unknown usage with the default, and stops when it is set', async () => {
    const denied = {
      __type: 'AccessDeniedException',
      message: 'not authorized to perform: kms:GetKeyLastUsage',
    };
    await emulator.setFaults({
      match: { operation: 'GetKeyLastUsage' },
      fault: { status: 400, body: denied },
    });
    const stopped = await run('destroy', {}, { confirm: confirm(), min_idle: '1d' });
    expect(output(stopped, 'error')).toMatchObject({ code: 'recently_used' });
    const warned = await run('destroy', {}, { confirm: confirm() });
    expect(warned.exitCode).toBe(0);
    expect(warned.stdout).toMatch(/::warning::.*is in use is not known.*AccessDeniedException/);
  });

  test('guards prune and a raised min_enabled_version too', async () => {
    await encrypt();
    const key = `db-${mounts}`;
    const pruned = await run('apply', { keys: {} }, { prune: 'true', confirm: `${confirm()}/key/${key}` });
    expect(output(pruned, 'error')).toMatchObject({ code: 'recently_used' });
    expect((await run('rotate', {}, { rotate_keys: key })).exitCode).toBe(0);
    const raised = { keys: { [key]: { kms: 'aws', min_enabled_version: 2 } } };
    expect(output(await run('apply', raised), 'error')).toMatchObject({ code: 'recently_used' });
    expect(output(await run('plan', raised), 'error')).toMatchObject({ code: 'recently_used' });
    expect((await run('apply', raised, { min_idle: '0s' })).exitCode).toBe(0);
  });
});

test('retire_after: rotate keeps an old version in use, and retires it when the guard is off', async () => {
  const key = `db-${mounts}`;
  expect((await run('rotate', {}, { rotate_keys: key })).exitCode).toBe(0);
  await encrypt();
  await new Promise((later) => setTimeout(later, 1_100));
  const declared = { keys: { [key]: { kms: 'aws', retire_after: '1s' } } };
  const kept = await run('rotate', declared);
  expect(kept.exitCode).toBe(0);
  expect(kept.stdout).toContain('version 1 is past its retire_after and stays enabled');
  expect(output(kept, 'plan').steps).toEqual([]);
  const retired = await run('rotate', declared, { min_idle: '0s' });
  expect(retired.exitCode).toBe(0);
  expect((await emulator.vault('GET', `${path}/key/${key}`)).body.data.min_enabled_version).toBe(2);
});
