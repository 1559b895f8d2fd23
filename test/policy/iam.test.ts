import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSharedConnections } from '../../src/aws/aws-effects.ts';
import { declareManifest } from '../../src/declare/manifest.ts';
import { systemClock } from '../../src/effects/clock.ts';
import { Secret } from '../../src/model/secret.ts';
import { type IamOptions, iamPolicies } from '../../src/policy/iam-policies.ts';
import type { PolicyDocument } from '../../src/policy/iam-statements.ts';
import { openReader } from '../../src/verifier/open-reader.ts';
import { decidePermissions } from '../../src/verify/permissions/decide-permissions.ts';
import { actionsOf, type PermissionSet } from '../../src/verify/permissions/permission-sets.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

const account = '111122223333';
const settings = { role_arn: null, external_id: null, principal_arn: null, account_id: account };

function policies(manifest: object, options: Partial<IamOptions> = {}) {
  const text = JSON.stringify(manifest);
  const { desired } = declareManifest([{ text, file: null, input: 'manifest' }], {});
  return iamPolicies(desired, { sets: null, depth: 'standard', canary: false, settings, ...options });
}

const manifest = {
  path: 'keymgmt',
  kms: { aws: { key_collection: 'us-west-2' } },
  keys: { single: { kms: 'aws' }, multi: { kms: 'aws', replica_regions: ['eu-west-1'] } },
};
const sets: PermissionSet[] = ['terraform', 'vault', 'multi_region'];
const { vault, verifier } = policies(manifest, { sets });

function actions({ Statement }: PolicyDocument): string[] {
  return Statement.flatMap(({ Action }) => Action).sort();
}

function without({ Statement, ...rest }: PolicyDocument, action: string): PolicyDocument {
  const left = Statement.map((one) => ({ ...one, Action: one.Action.filter((other) => other !== action) }));
  return { ...rest, Statement: left.filter(({ Action }) => Action.length > 0) };
}

describe("the policy of Vault's principal", () => {
  test.each<[PermissionSet[] | null, PermissionSet[]]>([
    [null, ['terraform', 'vault', 'multi_region']],
    [['vault'], ['vault']],
    [['terraform'], ['terraform']],
    [
      ['terraform', 'vault'],
      ['terraform', 'vault'],
    ],
  ])('for the sets %p grants exactly the actions of %p', (chosen, expected) => {
    expect(actions(policies(manifest, { sets: chosen }).vault)).toEqual(actionsOf(expected).sort());
  });

  test('names partition, account, regions and aliases as far as they are declared', () => {
    const china = { path: 'k', kms: { aws: { key_collection: 'cn-north-1' } }, keys: { a: { kms: 'aws' } } };
    const resources = policies(china, {
      settings: { ...settings, account_id: null },
    }).vault.Statement.flatMap(({ Resource }) => Resource);
    expect([...new Set(resources)].sort()).toEqual([
      '*',
      'arn:aws-cn:kms:cn-north-1:*:alias/hashicorp/*',
      'arn:aws-cn:kms:cn-north-1:*:key/*',
    ]);
  });
});

test('the verifier reads, and can change nothing', () => {
  expect(actions(verifier)).toEqual([
    'access-analyzer:CheckNoPublicAccess',
    'iam:GetRole',
    'iam:GetUser',
    'iam:SimulatePrincipalPolicy',
    'kms:DescribeKey',
    'kms:GetKeyLastUsage',
    'kms:GetKeyPolicy',
    'kms:ListAliases',
    'kms:ListGrants',
    'kms:ListResourceTags',
  ]);
  const named = policies(manifest, {
    settings: { ...settings, principal_arn: `arn:aws:iam::${account}:user/vault` },
    depth: 'full',
  });
  expect(actions(named.verifier)).toContain('kms:ListKeyRotations');
  expect(named.verifier.Statement.slice(-2)).toMatchObject([
    { Action: ['iam:SimulatePrincipalPolicy'], Resource: [`arn:aws:iam::${account}:user/vault`] },
    { Action: ['iam:GetUser'], Resource: [`arn:aws:iam::${account}:user/vault`] },
  ]);
});

test('the verifier may use keys for canaries only, where they are asked for', () => {
  const statements = (types: object) =>
    policies({ ...manifest, keys: types }, { canary: true }).verifier.Statement.filter(({ Sid }) =>
      Sid.endsWith('ForCanaries'),
    );
  const symmetric = {
    Sid: 'UseSymmetricKeysForCanaries',
    Action: ['kms:Decrypt', 'kms:Encrypt'],
    Condition: {
      StringEquals: { 'kms:KeyOrigin': ['EXTERNAL'], 'kms:EncryptionContext:vault-keymgmt': ['canary'] },
    },
  };
  const kms = Object.keys(manifest.kms)[0];
  expect(statements({ db: { kms } })).toMatchObject([symmetric]);
  expect(statements({ code: { kms, type: 'ecdsa-p256', purpose: ['sign'] } })).toMatchObject([
    symmetric,
    { Action: ['kms:Sign'], Condition: { StringEquals: { 'kms:MessageType': ['RAW'] } } },
    {
      Action: ['kms:Decrypt'],
      Condition: { StringEquals: { 'kms:EncryptionAlgorithm': ['RSAES_OAEP_SHA_256'] } },
    },
  ]);
});

describe('in IAM', () => {
  /** What the emulator's Vault calls; the rest of the sets is for other versions and for Terraform. */
  const called = actionsOf(['vault', 'multi_region']).filter(
    (action) => !['kms:ListAliases', 'kms:DescribeKey'].includes(action),
  );
  const granted = actionsOf(sets);
  const keyOf = (name: string) => ({
    access_key: `AKIA${name.replace('kms:', '').toUpperCase().padEnd(16, 'X')}`,
    secret_key: `secret-of-${name}`,
  });

  let emulator: Emulator;
  beforeAll(async () => {
    const user = (name: string, policy: PolicyDocument) => ({
      name: name.replace(':', '-'),
      policies: { vault: policy },
      access_keys: [
        {
          access_key_id: keyOf(name).access_key,
          secret_access_key: keyOf(name).secret_key,
          status: 'Active',
        },
      ],
    });
    emulator = await startEmulator({
      config: {
        accounts: [
          {
            id: account,
            users: [
              user('all', vault),
              user('verifier', verifier),
              ...granted.map((action) => user(action, without(vault, action))),
            ],
          },
        ],
      },
    });
  });
  afterAll(() => emulator.stop());

  /** Everything that Vault does in KMS, as a user; the errors of the writes that failed. */
  async function work(name: string): Promise<string[]> {
    const mount = `m-${name.replace(':', '-')}`;
    const key = name.replace(':', '-');
    const failed: string[] = [];
    const put = async (path: string, body: object, method = 'PUT') => {
      const answer = await emulator.vault(method, `${mount}/${path}`, { body });
      if (answer.status >= 300) failed.push(String(answer.body.errors));
    };
    await emulator.vault('POST', `sys/mounts/${mount}`, { body: { type: 'keymgmt' } });
    await put('kms/aws', { provider: 'awskms', key_collection: 'us-west-2', credentials: keyOf(name) });
    await put(`key/${key}`, { type: 'aes256-gcm96', replica_regions: 'eu-west-1' });
    await put(`kms/aws/key/${key}`, { purpose: 'encrypt,decrypt' });
    await put(`kms/aws/key/${key}/replicate`, {});
    await put(`key/${key}/rotate`, {});
    await put(`key/${key}`, { min_enabled_version: 2 });
    await put(`key/${key}`, { min_enabled_version: 1 });
    await put(`kms/aws/key/${key}`, {}, 'DELETE');
    return failed;
  }

  /** The actions that the verifier finds denied to a user. */
  async function denied(name: string): Promise<string[]> {
    const { access_key, secret_key } = keyOf('verifier');
    const credentials = {
      access_key: new Secret(access_key),
      secret_key: new Secret(secret_key),
      session_token: null,
      endpoint: null,
    };
    const effects = {
      env: { AWS_ENDPOINT_URL: emulator.awsEndpoint },
      run_id: null,
      clock: systemClock,
      shared: openSharedConnections(systemClock),
    };
    const region = 'us-west-2';
    const opened = await openReader({ kind: 'declared', credentials }, region, effects);
    if (!opened.ok) throw new Error(opened.failure.message);
    const principal_arn = `arn:aws:iam::${account}:user/${name.replace(':', '-')}`;
    const { rows } = await decidePermissions(
      { sets, actions: [], method: 'simulate', history: false },
      {
        region,
        account_id: account,
        depth: 'standard',
        audited: { principal_arn, is_verifier: false, details: null, unresolved: null },
        expectations: [],
        keys: [],
        aliases: await opened.value.aliases(region),
        now: new Date(),
      },
      opened.value,
    );
    return rows.filter(({ decision }) => decision !== 'allowed').map(({ action }) => action);
  }

  test('a user with it distributes, rotates, replicates and removes', async () => {
    expect(await work('all')).toEqual([]);
    expect(await denied('all')).toEqual([]);
  });

  test.each(called)('without %s some of that fails', async (action) => {
    const failed = await work(action);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.join()).toContain(action);
  });

  test.each(granted)(
    'without %s the verifier, with its own policy, finds exactly that denied',
    async (action) => {
      expect(await denied(action)).toEqual([action]);
    },
  );

  test('it makes no KMS key that is not imported', async () => {
    const { access_key, secret_key } = keyOf('all');
    const client = new KMSClient({
      endpoint: emulator.awsEndpoint,
      region: 'us-west-2',
      credentials: { accessKeyId: access_key, secretAccessKey: secret_key },
    });
    await expect(client.send(new CreateKeyCommand({ Origin: 'AWS_KMS' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
