import { describe, expect, test } from '@jest/globals';
import { declareManifest } from '../../src/declare/manifest.ts';
import { InvalidInput } from '../../src/model/errors.ts';

const env = {
  AWS_ACCESS_KEY_ID_WEST: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY_WEST: 'wJalrXUtnFEMI/K7MDENG',
};

const contract = `namespace: team-a
path: keymgmt
create_mount: false
kms:
  aws-us-west-2:
    provider: awskms
    key_collection: us-west-2
    credentials:
      access_key: \${AWS_ACCESS_KEY_ID_WEST}
      secret_key: \${AWS_SECRET_ACCESS_KEY_WEST}
    verify:
      role_arn: arn:aws:iam::111122223333:role/keymgmt-verifier
      external_id: "abc"
      principal_arn: arn:aws:iam::111122223333:user/vault
      account_id: "111122223333"
keys:
  payments-db:
    type: aes256-gcm96
    kms: aws-us-west-2
    purpose: [encrypt, decrypt]
    protection: hsm
    deletion_allowed: false
    min_enabled_version: 1
    replica_regions: []
    rotate_after: 90d
`;

const manifest = (text: string, file = 'm.yaml') => [{ text, file, input: 'manifest' }];

function problemsOf(text: string) {
  try {
    declareManifest(manifest(text), env);
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
  return [];
}

describe('a manifest', () => {
  test('is read in full', () => {
    const { desired, warnings, sha256 } = declareManifest(manifest(contract), env);
    expect(warnings).toEqual([]);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(JSON.stringify(desired))).toMatchObject({
      mounts: [
        {
          namespace: 'team-a',
          path: 'keymgmt',
          create_mount: false,
          source: { file: 'm.yaml', input: 'manifest', line: 1, column: 1 },
          kms: [
            {
              name: 'aws-us-west-2',
              provider: 'awskms',
              key_collection: 'us-west-2',
              credentials: {
                access_key: '[secret]',
                secret_key: '[secret]',
                session_token: null,
                endpoint: null,
              },
              verify: { external_id: 'abc', account_id: '111122223333' },
              source: { line: 5, column: 3 },
            },
          ],
          keys: [
            {
              name: 'payments-db',
              type: 'aes256-gcm96',
              kms: 'aws-us-west-2',
              purpose: ['decrypt', 'encrypt'],
              protection: 'hsm',
              deletion_allowed: false,
              min_enabled_version: 1,
              replica_regions: [],
              rotate_after: 90 * 86_400_000,
              source: { line: 17, column: 3 },
            },
          ],
        },
      ],
    });
    const [provider] = desired.mounts[0]?.kms ?? [];
    expect(provider?.credentials?.secret_key.reveal()).toBe('wJalrXUtnFEMI/K7MDENG');
  });

  test('has all its problems named at once', () => {
    const text = `pth: x
kms:
  aws:
    key_collection: us-west-2
    access_key: AKIAIOSFODNN7EXAMPLE
keys:
  a:
    kms: aws2
    purpose: [sing]
  b: null
  "c d": {}
`;
    expect(problemsOf(text).map(({ code, at, source }) => [code, at, source.line, source.column])).toEqual([
      ['unknown_field', 'pth', 1, 1],
      ['incomplete_credentials', 'kms.aws.access_key', 5, 5],
      ['literal_secret', 'kms.aws.access_key', 5, 17],
      ['undeclared_provider', 'keys.a.kms', 8, 10],
      ['unknown_value', 'keys.a.purpose[0]', 9, 15],
      ['null_value', 'keys.b', 10, 6],
      ['invalid_name', 'keys["c d"]', 11, 3],
    ]);
  });
});
