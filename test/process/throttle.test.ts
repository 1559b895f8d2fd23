import { afterEach, expect, test } from '@jest/globals';
import { output, runDeclared } from '../support/declared-run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { vaultWrites } from '../support/vault-requests.ts';

let emulator: Emulator;
afterEach(() => emulator.stop());

const declared = (keys: number) => ({
  path: 'keymgmt',
  kms: { aws: { key_collection: 'us-west-2' } },
  keys: Object.fromEntries(Array.from({ length: keys }, (_, index) => [`key-${index}`, { kms: 'aws' }])),
});

async function createdKeys(): Promise<number> {
  const requests = await emulator.requests();
  return requests.filter(({ operation, status }) => operation === 'CreateKey' && status === 200).length;
}

test('where AWS throttles, writes start one after the other, and all of them end well', async () => {
  emulator = await startEmulator();
  await emulator.setFaults({
    match: { operation: 'GetParametersForImport' },
    times: 12,
    fault: { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } },
  });
  const run = await runDeclared(emulator, 'apply', declared(5));
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toMatch(/keymgmt\/kms\/aws: AWS throttles; one write every \d\.\d s/);
  expect(run.stdout).toContain('ThrottlingException');
  expect(output(run, 'distributions')).toHaveLength(5);
  expect(await createdKeys()).toBe(5);
});

test('a distribution that outlives its request is waited for, not repeated', async () => {
  emulator = await startEmulator();
  await emulator.setFaults({ match: { operation: 'ImportKeyMaterial' }, fault: { delay_ms: 1_400 } });
  const run = await runDeclared(emulator, 'apply', declared(2), { request_timeout: '1s' });
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toContain('Vault continues it');
  const sent = (await vaultWrites(emulator)).filter((write) => write.includes('/kms/aws/key/'));
  expect(sent.sort()).toEqual(['PUT /v1/keymgmt/kms/aws/key/key-0', 'PUT /v1/keymgmt/kms/aws/key/key-1']);
  expect(await createdKeys()).toBe(2);
});

test('a run that runs out of time says what was done, and the next one continues', async () => {
  emulator = await startEmulator();
  await emulator.setFaults({ match: { operation: 'ImportKeyMaterial' }, fault: { delay_ms: 1_500 } });
  const settings = { timeout: '2s', request_timeout: '1s', max_concurrency: '1' };
  const stopped = await runDeclared(emulator, 'apply', declared(3), settings);
  expect(stopped).toMatchObject({ exitCode: 1, outputs: { changed: 'true' } });
  expect(output(stopped, 'error').message).toMatch(/\d of \d steps (is|are) done; run again/);
  await emulator.clearFaults();
  const finished = await runDeclared(emulator, 'apply', declared(3));
  expect(finished.exitCode).toBe(0);
  expect(output(finished, 'distributions')).toHaveLength(3);
  expect(await createdKeys()).toBe(3);
});
