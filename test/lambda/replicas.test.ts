import { DeleteImportedKeyMaterialCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHandler } from '../../lambda/handler.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { Emulator } from '../support/emulator.ts';
import { startEmulator } from '../support/emulator.ts';
import { put, quiet, record, region } from './support.ts';

let emulator: Emulator;
const replica_regions = ['eu-west-1', 'eu-central-1'];
const provider = `keymgmt/kms/aws-${region}`;

beforeAll(async () => {
  emulator = await startEmulator();
  await put(emulator, provider, { provider: 'awskms', key_collection: region });
  await put(emulator, 'keymgmt/key/global', { type: 'aes256-gcm96', replica_regions });
  await put(emulator, `${provider}/key/global`, { purpose: ['encrypt', 'decrypt'], protection: 'hsm' });
});
afterAll(() => emulator.stop());

async function invoke() {
  const env = {
    AWS_ENDPOINT_URL: emulator.awsEndpoint,
    AWS_ACCESS_KEY_ID: emulator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
  };
  const keys = [{ ...(await record(emulator, 'global')), replica_regions }];
  const principal_arn = 'arn:aws:iam::111122223333:user/vault';
  const handler = createHandler(env, { ...systemClock, sleep: async () => {} }, quiet());
  const report = await handler({ region, keys, principal_arn });
  return { report, keys, findings: report.keys[0]!.versions.flatMap(({ findings }) => findings) };
}

test('a key that is not replicated yet', async () => {
  const { findings } = await invoke();
  expect(findings).toMatchObject([{ check: 'replicas', status: 'fail', actual: 'none' }]);
});

test('a replicated key, and the permissions that replication takes', async () => {
  await put(emulator, `${provider}/key/global/replicate`, {});
  const { report } = await invoke();
  expect(report).toMatchObject({ status: 'pass', compliant: true });
  expect(report.permissions).toHaveLength(15);
  expect(report.permissions.find(({ action }) => action === 'kms:ReplicateKey')?.sets).toEqual([
    'multi_region',
  ]);
});

test('a replica that lost its material', async () => {
  const { keys } = await invoke();
  const kms = new KMSClient({
    region: 'eu-central-1',
    endpoint: emulator.awsEndpoint,
    credentials: { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey },
  });
  await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId: keys[0]!.versions['1']! }));
  const { findings, report } = await invoke();
  expect(findings).toMatchObject([{ check: 'replicas', status: 'fail', actual: 'PendingImport' }]);
  expect(report.status).toBe('fail');
});
