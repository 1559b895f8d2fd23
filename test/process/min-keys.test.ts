import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { output, runDeclared, runnerIdentity } from '../support/declared-run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const manifest = (min_keys?: number) => ({
  kms: { aws: { key_collection: 'us-west-2', ...(min_keys === undefined ? {} : { verify: { min_keys } }) } },
  keys: { 'payments-db': { kms: 'aws' } },
});

test('fewer keys than there must be fail the run, declared or by input', async () => {
  expect((await runDeclared(emulator, 'apply', manifest())).exitCode).toBe(0);
  for (const [declared, min_keys, passes] of [
    [1, '1', true],
    [2, '0', false],
    [undefined, '2', false],
  ] as const) {
    const run = await runDeclared(
      emulator,
      'verify',
      manifest(declared),
      { permissions: 'vault', min_keys },
      runnerIdentity(emulator),
    );
    const report = output(run, 'verification');
    expect([run.exitCode === 0, report.status !== 'fail']).toEqual([passes, passes]);
    expect(report.findings).toMatchObject(
      passes ? [] : [{ check: 'min_keys', status: 'fail', expected: 'at least 2 keys', actual: '1 key' }],
    );
  }
});
