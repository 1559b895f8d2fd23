import {
  DescribeKeyCommand,
  EncryptCommand,
  GetPublicKeyCommand,
  KMSClient,
  ListAliasesCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultAnswers } from '../../../assumptions/catalogue.ts';
import { awsApp } from '../../../emulator/aws/aws-app.ts';
import { decryptCiphertext, parseCiphertext } from '../../../emulator/aws/kms/ciphertext.ts';
import { type Listening, listen } from '../../../emulator/server.ts';
import { awsKms } from '../../../emulator/vault/keymgmt/awskms.ts';
import type { EngineRequest } from '../../../emulator/vault/keymgmt/engine.ts';
import { type EngineHost, newEngineHost } from '../../../emulator/vault/keymgmt/engine-host.ts';
import { type Copy, entryOf } from '../../../emulator/vault/keymgmt/state.ts';

const clock = () => new Date();
const credential = { access_key_id: 'AKIAIOSFODNN7EXAMPLE', secret_access_key: 'wJalrXUtnFEMI' };
const credentials = { accessKeyId: credential.access_key_id, secretAccessKey: credential.secret_access_key };

let aws: Listening;
let endpoint: string;
let engine: EngineHost;
beforeAll(async () => {
  aws = await listen(awsApp({ rootCredential: credential, clock }), 0, null);
  endpoint = `http://127.0.0.1:${aws.port}`;
  engine = newEngineHost(awsKms({ endpointOf: () => endpoint, credentials }, defaultAnswers), clock, {
    asymmetric: true,
    assumed: defaultAnswers,
  });
  await done({ op: 'write_kms', kms: 'aws', body: { provider: 'awskms', key_collection: 'us-west-2' } });
});
afterAll(() => aws.close());

async function done(request: EngineRequest): Promise<void> {
  expect(await engine.handle(request)).toEqual({ status: 204 });
}

async function distributed(key: string, body: object, purpose: string): Promise<Copy> {
  await done({ op: 'write_key', key, body: { ...body } });
  await done({ op: 'distribute', kms: 'aws', key, body: { purpose } });
  return copyOf(key);
}

const copyOf = (key: string): Copy => entryOf(engine.state(), key)!.copy!;
const kms = (region = 'us-west-2') => new KMSClient({ region, endpoint, credentials });

describe('the key in KMS is the one in Vault', () => {
  test('what KMS encrypts is decrypted with Vault’s key material, version by version', async () => {
    await distributed('data', { type: 'aes256-gcm96' }, 'encrypt,decrypt');
    await done({ op: 'rotate_key', key: 'data' });
    const { material } = entryOf(engine.state(), 'data')!;
    for (const [version, { key_id }] of Object.entries(copyOf('data').versions)) {
      const sent = { KeyId: key_id, Plaintext: Buffer.from(`version ${version}`) };
      const { CiphertextBlob } = await kms().send(new EncryptCommand(sent));
      const plaintext = decryptCiphertext(
        parseCiphertext(CiphertextBlob!),
        material[Number(version)]!.bytes,
        {},
      );
      expect(plaintext.toString()).toBe(`version ${version}`);
    }
  });

  test.each([
    ['rsa-2048', 'sign,verify', 'RSA_2048', 'SIGN_VERIFY'],
    ['rsa-2048', 'encrypt,decrypt', 'RSA_2048', 'ENCRYPT_DECRYPT'],
    ['ecdsa-p384', 'sign', 'ECC_NIST_P384', 'SIGN_VERIFY'],
  ])('%s for %s has the same public key', async (type, purpose, KeySpec, KeyUsage) => {
    const key = `${type}-${purpose.replace(',', '-')}`;
    const { versions } = await distributed(key, { type }, purpose);
    const answer = await kms().send(new GetPublicKeyCommand({ KeyId: versions[1]!.key_id }));
    expect(answer).toMatchObject({ KeySpec, KeyUsage });
    const pem = entryOf(engine.state(), key)!.material[1]!.public_key!;
    expect(Buffer.from(answer.PublicKey!).toString('base64')).toBe(pem.split('\n').slice(1, -2).join(''));
  });

  test('an RSA key does not sign and encrypt', async () => {
    await done({ op: 'write_key', key: 'both', body: { type: 'rsa-2048' } });
    expect(
      await engine.handle({ op: 'distribute', kms: 'aws', key: 'both', body: { purpose: 'sign,encrypt' } }),
    ).toEqual({
      status: 400,
      errors: ['unsupported purpose for awskms and key type "rsa-2048": encrypt,sign'],
    });
  });
});

describe('a key with replica regions', () => {
  const regions = ['eu-west-1', 'ap-south-1'];

  test('is replicated, rotated, disabled and removed in every region', async () => {
    await distributed('global', { type: 'aes256-gcm96', replica_regions: regions }, 'encrypt,decrypt');
    const id = copyOf('global').versions[1]!.key_id;
    expect(id).toMatch(/^mrk-/);
    await expect(kms('eu-west-1').send(new DescribeKeyCommand({ KeyId: id }))).rejects.toThrow(
      'does not exist',
    );

    await done({ op: 'replicate', kms: 'aws', key: 'global' });
    await done({ op: 'replicate', kms: 'aws', key: 'global' });
    expect(await states(id)).toEqual(['Enabled', 'Enabled', 'Enabled']);

    await done({ op: 'rotate_key', key: 'global' });
    const second = copyOf('global').versions[2]!.key_id;
    expect(await states(second)).toEqual(['Enabled', 'Enabled', 'Enabled']);

    await done({ op: 'write_key', key: 'global', body: { min_enabled_version: 2 } });
    expect(await states(id)).toEqual(['Disabled', 'Disabled', 'Disabled']);

    await done({ op: 'remove_distribution', kms: 'aws', key: 'global' });
    for (const state of [...(await states(id)), ...(await states(second))])
      expect(state).toMatch(/^Pending.*Deletion$/);
    const { Aliases } = await kms().send(new ListAliasesCommand({}));
    expect(Aliases!.filter(({ AliasName }) => AliasName!.startsWith('alias/hashicorp/global-'))).toEqual([]);
  });

  test('must be symmetric, and needs its regions at creation', async () => {
    expect(
      await engine.handle({
        op: 'write_key',
        key: 'no',
        body: { type: 'rsa-2048', replica_regions: regions },
      }),
    ).toEqual({ status: 400, errors: ['replica_regions are not supported for key type "rsa-2048"'] });
    await distributed('local', { type: 'aes256-gcm96' }, 'encrypt,decrypt');
    expect(await engine.handle({ op: 'replicate', kms: 'aws', key: 'local' })).toEqual({
      status: 400,
      errors: ['key "local" does not have replica_regions'],
    });
    expect(
      await engine.handle({ op: 'write_key', key: 'local', body: { replica_regions: regions } }),
    ).toEqual({
      status: 400,
      errors: ['replica_regions cannot be changed after the key has been created'],
    });
  });

  async function states(id: string): Promise<(string | undefined)[]> {
    const each = ['us-west-2', ...regions].map((region) =>
      kms(region).send(new DescribeKeyCommand({ KeyId: id })),
    );
    return (await Promise.all(each)).map(({ KeyMetadata }) => KeyMetadata!.KeyState);
  }
});
