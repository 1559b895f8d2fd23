import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { awsApp } from '../../../emulator/aws/aws-app.ts';
import { documentedOperations } from '../../support/documented-operations.ts';
import { rootCredential } from './server.ts';

const app = awsApp({ rootCredential, clock: () => new Date() });
const operations = documentedOperations();
const cryptographic = operations.filter((name) => /crypt|^Sign$|^Verify|Mac$|^GenerateDataKey$/.test(name));

/** Without `accounts`, an unknown access key needs no valid signature. */
async function send(target: string, input: object) {
  const service = target.startsWith('secretsmanager') ? 'secretsmanager' : 'kms';
  const headers = {
    'x-amz-target': target,
    'x-amz-date': '20261124T060000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=AKIAUNKNOWN000000001/20261124/us-west-2/${service}/aws4_request, SignedHeaders=host, Signature=00`,
  };
  const response = await app.fetch(
    new Request('http://aws/', { method: 'POST', headers, body: JSON.stringify(input) }),
  );
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

const call = (operation: string, input: object) => send(`TrentService.${operation}`, input);

const kinds: readonly object[] = [
  {},
  { Origin: 'EXTERNAL' },
  { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
  { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' },
  { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' },
  { KeySpec: 'ECC_NIST_P521', KeyUsage: 'SIGN_VERIFY' },
  { MultiRegion: true },
  { MultiRegion: true, Origin: 'EXTERNAL' },
];
const keys: string[] = ['alias/aws/s3', 'arn:aws:kms:us-west-2:111122223333:key/none', ''];

const bytes = fc.uint8Array({ maxLength: 600 }).map((array) => Buffer.from(array).toString('base64'));
const algorithms = [
  'SYMMETRIC_DEFAULT',
  'RSAES_OAEP_SHA_1',
  'RSAES_OAEP_SHA_256',
  'RSASSA_PSS_SHA_512',
  'RSASSA_PKCS1_V1_5_SHA_256',
  'ECDSA_SHA_512',
  'HMAC_SHA_256',
];
const algorithm = fc.constantFrom(...algorithms, 'RSA_AES_KEY_WRAP_SHA_256');
const key = () => fc.constantFrom(...keys);
const odd = fc.oneof(fc.constant(null), fc.string(), fc.integer(), fc.constant([]), fc.constant({}));
const member = (valid: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 12, arbitrary: valid }, { weight: 1, arbitrary: odd });
const tags = fc.constantFrom([], [{ TagKey: 'team', TagValue: 'a' }], [{ TagKey: 'aws:x' }]);
const policy = fc.constantFrom('{}', 'x', '{"Version":"2012-10-17","Statement":[]}', '[]', 'null');

/** Members of all operations; each operation reads its own. */
const input = () =>
  fc.record(
    {
      KeyId: member(key()),
      TargetKeyId: member(key()),
      SourceKeyId: member(key()),
      DestinationKeyId: member(key()),
      AliasName: member(fc.constantFrom('alias/one', 'alias/two', 'alias/', 'alias/aws/x')),
      CiphertextBlob: member(bytes),
      EncryptedKeyMaterial: member(bytes),
      ImportToken: member(bytes),
      Mac: member(bytes),
      Message: member(bytes),
      Plaintext: member(bytes),
      Signature: member(bytes),
      MessageType: member(fc.constantFrom('RAW', 'DIGEST')),
      EncryptionAlgorithm: member(algorithm),
      SourceEncryptionAlgorithm: member(algorithm),
      DestinationEncryptionAlgorithm: member(algorithm),
      MacAlgorithm: member(algorithm),
      SigningAlgorithm: member(algorithm),
      WrappingAlgorithm: member(algorithm),
      WrappingKeySpec: fc.constant('RSA_2048'),
      KeyPairSpec: fc.constantFrom('ECC_NIST_P256', 'ECC_SECG_P256K1'),
      EncryptionContext: member(fc.dictionary(fc.string(), fc.string())),
      NumberOfBytes: member(fc.integer({ min: -1, max: 2000 })),
      PendingWindowInDays: member(fc.constantFrom(6, 7, 30)),
      RotationPeriodInDays: member(fc.constantFrom(1, 90, 365)),
      ReplicaRegion: member(fc.constantFrom('eu-west-1', 'us-west-2', 'mars-north-1')),
      PrimaryRegion: member(fc.constantFrom('eu-west-1', 'us-west-2')),
      GranteePrincipal: member(fc.constantFrom('x', 'arn:aws:iam::111122223333:user/u')),
      RetiringPrincipal: member(fc.constantFrom('x', 'arn:aws:iam::111122223333:user/u')),
      Operations: member(fc.constantFrom([], ['Decrypt'], ['Nothing'])),
      Tags: member(tags),
      TagKeys: member(fc.constantFrom([], ['team'])),
      Policy: member(policy),
      Limit: member(fc.integer({ min: 0, max: 5 })),
      Marker: member(fc.constantFrom('x', 'YWZ0ZXI6')),
      ExpirationModel: member(fc.constantFrom('KEY_MATERIAL_EXPIRES', 'KEY_MATERIAL_DOES_NOT_EXPIRE')),
      ValidTo: member(fc.integer()),
      DryRun: member(fc.boolean()),
    },
    { requiredKeys: ['WrappingKeySpec', 'KeyPairSpec'] },
  );

const seen = new Map<string, number>();

async function expectHandled(name: string, members: object): Promise<void> {
  const { status, body } = await call(name, members);
  const outcome = status === 200 ? 'success' : String(body.__type);
  seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
  expect(status < 500 ? 'handled' : `${name} ${JSON.stringify(members)}: ${body.message}`).toBe('handled');
}

beforeAll(async () => {
  for (const kind of kinds) keys.push((await call('CreateKey', kind)).body.KeyMetadata.KeyId);
});

test.each(cryptographic)('%s fails with a code, whatever key, algorithm and length', async (name) => {
  for (const KeyId of keys) {
    for (const one of algorithms) {
      for (const length of [1, 32, 64, 256, 257, 4096]) {
        const data = Buffer.alloc(length, 1).toString('base64');
        const blobs = { Plaintext: data, CiphertextBlob: data, Message: data, Signature: data, Mac: data };
        const ids = { KeyId, SourceKeyId: KeyId, DestinationKeyId: KeyId };
        const encryption = { SourceEncryptionAlgorithm: one, DestinationEncryptionAlgorithm: one };
        const MessageType = length > 64 ? 'RAW' : 'DIGEST';
        const other = { EncryptionAlgorithm: one, SigningAlgorithm: one, MacAlgorithm: one, MessageType };
        await expectHandled(name, { ...blobs, ...ids, ...encryption, ...other, NumberOfBytes: length });
      }
    }
  }
});

test('every operation fails with a code, whatever its input', async () => {
  const run = fc.asyncProperty(fc.constantFrom(...operations), input(), expectHandled);
  await fc.assert(run, { numRuns: 1500, seed: 17 });
  expect(seen.get('success')).toBeGreaterThan(200);
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining(['ValidationException', 'InvalidKeyUsageException', 'InvalidCiphertextException']),
  );
});

test.each(['TrentService.constructor', 'secretsmanager.toString', 'constructor.CreateKey'])(
  'no operation is found in the members that every object has: %s',
  async (target) => {
    const { status, body } = await send(target, {});
    expect({ code: body.__type, internal: status === 500 }).toEqual({
      code: 'UnknownOperationException',
      internal: false,
    });
  },
);
