import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { output, runDeclared, runnerIdentity } from '../support/declared-run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const declared = [
  {
    create_mount: true,
    kms: { aws: { key_collection: 'us-west-2' } },
    keys: { 'payments-db': { kms: 'aws' } },
  },
];

test('a canary that one run made is decrypted by the next, which is given its report', async () => {
  expect((await runDeclared(emulator, 'apply', declared)).exitCode).toBe(0);
  const first = await runDeclared(emulator, 'verify', declared, { canary: 'true' }, runnerIdentity(emulator));
  expect(output(first, 'verification')).toMatchObject({
    notices: expect.arrayContaining([expect.objectContaining({ code: 'canary' })]),
  });
  const baseline = first.outputs['report_path']!;
  const [key] = JSON.parse(await readFile(baseline, 'utf8')).verification.keys;

  await emulator.clearRequests();
  const next = await runDeclared(
    emulator,
    'verify',
    declared,
    { canary: 'true', baseline },
    runnerIdentity(emulator),
  );
  const used = (await emulator.requests()).filter(({ operation }) => operation === 'Decrypt');
  expect(used).toHaveLength(1);
  expect(output(next, 'verification').keys[0].versions[0].canary).toEqual({
    ...key.versions[0].canary,
    result: 'pass',
  });
  expect(output(next, 'verification').notices).not.toContainEqual(
    expect.objectContaining({ code: 'canary' }),
  );
});
