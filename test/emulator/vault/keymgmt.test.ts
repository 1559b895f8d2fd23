import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../../support/emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const vault: Emulator['vault'] = (...request) => emulator.vault(...request);
const operations = async () => (await emulator.requests()).flatMap(({ operation }) => operation ?? []);

async function distributed(key: string): Promise<void> {
  await vault('PUT', 'keymgmt/kms/aws', { body: { provider: 'awskms', key_collection: 'us-west-2' } });
  await vault('PUT', `keymgmt/key/${key}`, { body: { type: 'aes256-gcm96' } });
  const answer = await vault('PUT', `keymgmt/kms/aws/key/${key}`, {
    body: { purpose: ['encrypt', 'decrypt'] },
  });
  expect(answer).toMatchObject({ status: 204, body: null });
}

describe('a distribution', () => {
  test('imports every version into KMS and shows Vault’s record of it', async () => {
    await distributed('one');
    await emulator.clearRequests();
    expect((await vault('PUT', 'keymgmt/key/one/rotate', { body: {} })).status).toBe(204);
    expect(await operations()).toEqual([
      'CreateKey',
      'GetParametersForImport',
      'ImportKeyMaterial',
      'UpdateAlias',
    ]);
    const { body } = await vault('GET', 'keymgmt/kms/aws/key/one');
    expect(body.data).toEqual({
      distribution_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      name: `one-${Math.floor(Date.parse(body.data.distribution_time) / 1000)}`,
      protection: 'hsm',
      purpose: 'decrypt,encrypt',
      versions: { '1': expect.any(String), '2': expect.any(String) },
    });
  });
});
