import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runAction } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

async function put(path: string, body: object): Promise<void> {
  const { status } = await emulator.vault('PUT', `keymgmt/${path}`, { body });
  expect(status).toBeLessThan(300);
}

const manifest = `
kms: { aws: { key_collection: us-west-2 } }
keys: { payments-db: { kms: aws } }
`;

test('what Vault has beside the declaration is named, and is no orphan', async () => {
  for (const kms of ['aws', 'aws-2'])
    await put(`kms/${kms}`, { provider: 'awskms', key_collection: 'us-west-2' });
  for (const [key, kms] of [
    ['payments-db', 'aws'],
    ['orders-db', 'aws'],
    ['billing', 'aws-2'],
  ]) {
    await put(`key/${key}`, { type: 'aes256-gcm96' });
    await put(`kms/${kms}/key/${key}`, { purpose: ['encrypt', 'decrypt'], protection: 'hsm' });
  }
  const { stdout } = await runAction(
    { command: 'verify', url: emulator.vaultAddr, token: emulator.vaultToken, manifest, depth: 'full' },
    {
      env: {
        AWS_ENDPOINT_URL: emulator.awsEndpoint,
        AWS_ACCESS_KEY_ID: emulator.accessKeyId,
        AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
      },
    },
  );
  const notes = stdout.split('\n').filter((line) => line.startsWith('Note: '));
  expect(notes).toEqual([
    expect.stringMatching(/alias\/hashicorp\/billing-\d+ is in KMS and belongs to no checked distribution/),
    'Note: Vault also has orders-db on keymgmt/kms/aws, undeclared and not checked.',
    expect.stringContaining('Vault also has the provider aws-2 on keymgmt, undeclared'),
  ]);
});
