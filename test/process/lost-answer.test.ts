import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { output, runDeclared, runnerIdentity } from '../support/declared-run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const manifest = { kms: { aws: { key_collection: 'us-west-2' } }, keys: { 'payments-db': { kms: 'aws' } } };

async function verify() {
  const inputs = { permissions: 'vault', verify_depth: 'full' };
  return output(
    await runDeclared(emulator, 'verify', manifest, inputs, runnerIdentity(emulator)),
    'verification',
  );
}

test('a KMS key that stayed when the answer to CreateKey was lost is listed at the depth full', async () => {
  await emulator.setFaults({ match: { operation: 'CreateKey' }, times: 1, fault: { drop: 'after' } });
  expect((await runDeclared(emulator, 'apply', manifest)).exitCode).toBe(0);
  const client = new KMSClient({
    region: 'us-west-2',
    endpoint: emulator.awsEndpoint,
    credentials: { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey },
  });
  const { Keys } = await client.send(new ListKeysCommand({}));
  expect(Keys).toHaveLength(2);
  const young = await verify();
  const owned: string = young.keys[0].versions[0].key_id;
  const lost = Keys!.map(({ KeyId }) => KeyId).find((id) => id !== owned);
  // It may be part of a distribution in progress for a minute; it is named in any case.
  expect(young.notices).toContainEqual(
    expect.objectContaining({ code: 'orphan_key', message: expect.stringContaining(lost!) }),
  );
});
