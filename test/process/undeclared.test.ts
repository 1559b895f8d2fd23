import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runAction } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const run = (inputs: Record<string, string>) =>
  runAction(
    {
      url: emulator.vaultAddr,
      token: emulator.vaultToken,
      name: 'aws-us-west-2',
      key_collection: 'us-west-2',
      credentials: JSON.stringify({
        access_key: emulator.accessKeyId,
        secret_key: emulator.secretAccessKey,
      }),
      ...inputs,
    },
    { env: { AWS_ENDPOINT_URL: emulator.awsEndpoint } },
  );

test('a distribution that nobody declares is visible, and fails a plan where that is wanted', async () => {
  expect((await run({ keys: '- payments-db\n- legacy' })).exitCode).toBe(0);
  const id = 'keymgmt/kms/aws-us-west-2/key/legacy';

  const planned = await run({ command: 'plan', keys: '- payments-db', fail_on_drift: 'true' });
  expect(planned.exitCode).toBe(0);
  expect(planned.stdout).toContain('1 undeclared object left unchanged');
  expect(planned.summary).toMatch(/⚠️ Undeclared in KMS, left unchanged: .*legacy/);

  const failed = await run({ command: 'plan', keys: '- payments-db', fail_on_undeclared: 'true' });
  expect(failed.exitCode).toBe(1);
  expect(JSON.parse(failed.outputs['error']!)).toMatchObject({
    code: 'undeclared',
    message: expect.stringContaining(id),
  });
  const declared = await run({
    command: 'plan',
    keys: '- payments-db\n- legacy',
    fail_on_undeclared: 'true',
  });
  expect(declared.exitCode).toBe(0);
});
