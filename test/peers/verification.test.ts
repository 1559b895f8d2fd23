import * as kms from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSharedConnections } from '../../src/aws/aws-effects.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { Expectation } from '../../src/model/expectation.ts';
import type { Report } from '../../src/model/report.ts';
import { verifierPolicy } from '../../src/policy/iam-statements.ts';
import { verifyInAws } from '../../src/verifier/verify-in-aws.ts';
import type { VerifyRequest } from '../../src/verify/verify-request.ts';
import { accessKey, account, allow, policyScope, region, user, vaultActions } from '../lambda/support.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { importMaterial } from '../support/import-material.ts';
import { type Ministack, startMinistack } from './ministack.ts';
import { type AccessKey, iamOf, makeUser, rootOf } from './ministack-iam.ts';
import { peer } from './peer.ts';

interface Policy {
  readonly Version: string;
  readonly Statement: readonly { readonly Action: readonly string[] }[];
}
// ministack lets nobody simulate whose policy names the principals.
const scope = { ...policyScope(region), principals: [] };
const verifier = verifierPolicy(scope, { depth: 'standard', history: false });
const lookerActions = verifier.Statement.flatMap(({ Action }) => Action);

function without({ Statement, ...rest }: Policy, action: string): Policy {
  const left = Statement.map((one) => ({ ...one, Action: one.Action.filter((other) => other !== action) }));
  return { ...rest, Statement: left.filter(({ Action }) => Action.length > 0) };
}

const lacking = (name: string, action: string) => `${name}-without-${action.replace(/.*:/, '')}`;
const arn = (name: string) => `arn:aws:iam::${account}:user/${name}`;
const vault = allow(vaultActions);

/** The users, by name, and what each may do. */
const users: readonly (readonly [name: string, policy: Policy])[] = [
  ['looker', verifier],
  ['vault', vault],
  ...lookerActions.map((action) => [lacking('looker', action), without(verifier, action)] as const),
  ...vaultActions.map((action) => [lacking('vault', action), without(vault, action)] as const),
];

interface Target {
  readonly endpoint: string;
  readonly admin: AccessKey;
  readonly users: ReadonlyMap<string, AccessKey>;
}

describe('against the emulator', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({
      config: {
        accounts: [{ id: account, users: users.map(([name, policy]) => user(name, { own: policy })) }],
      },
    });
  });
  afterAll(() => emulator?.stop());

  verifies(async () => ({
    endpoint: emulator.awsEndpoint,
    admin: { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey },
    users: new Map(
      users.map(([name]) => {
        const { access_key_id, secret_access_key } = accessKey(name);
        return [name, { accessKeyId: access_key_id, secretAccessKey: secret_access_key }];
      }),
    ),
  }));
});

const command = peer('ministack');
(command === null ? describe.skip : describe)('against ministack', () => {
  let ministack: Ministack;
  beforeAll(async () => {
    ministack = await startMinistack(command!, { enforced: true });
  });
  afterAll(() => ministack?.stop());

  verifies(async () => {
    const { endpoint } = ministack;
    const iam = iamOf(endpoint, account);
    const made = new Map<string, AccessKey>();
    for (const [name, policy] of users) made.set(name, await makeUser(iam, name, policy));
    return { endpoint, admin: rootOf(account), users: made };
  });
});

/** Keys as Vault leaves them, what can happen to them behind its back, and what the report makes of it. */
function verifies(open: () => Promise<Target>): void {
  let target: Target;
  let client: kms.KMSClient;
  beforeAll(async () => {
    target = await open();
    client = new kms.KMSClient({ endpoint: target.endpoint, region, credentials: target.admin });
  });

  let count = 0;

  /** A key with its versions, the alias at the last one. */
  async function distribute(latest = 1): Promise<Expectation> {
    const name = `key-${count++}`;
    const alias = `alias/hashicorp/${name}-1700000000`;
    const versions: Record<string, string> = {};
    for (let version = 1; version <= latest; version++) versions[version] = await importKey(client);
    await client.send(new kms.CreateAliasCommand({ AliasName: alias, TargetKeyId: versions[latest] }));
    return {
      name,
      kms: 'aws',
      type: 'aes256-gcm96',
      purpose: ['decrypt', 'encrypt'],
      alias,
      latest_version: latest,
      min_enabled_version: 1,
      versions,
      replica_regions: [],
      distribution_time: '2023-11-14T22:13:20Z',
      public_keys: {},
    };
  }

  function verify(
    expectation: Expectation,
    changes: Partial<VerifyRequest> = {},
    looker = 'looker',
  ): Promise<Report> {
    const { accessKeyId, secretAccessKey } = target.users.get(looker)!;
    return verifyInAws(
      {
        region,
        expectations: [expectation],
        principal_arn: arn('vault'),
        providers: null,
        min_keys: null,
        audits_verifier: false,
        account_id: account,
        depth: 'standard',
        exhaustive: false,
        permissions: { sets: ['terraform', 'vault'], actions: [], method: 'auto', history: false },
        next: null,
        ...changes,
      },
      { kind: 'self' },
      {
        env: {
          AWS_ENDPOINT_URL: target.endpoint,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
        },
        // An hour on, so that no failure passes for a change under way.
        clock: { ...systemClock, now: () => new Date(Date.now() + 3_600_000) },
        run_id: null,
        deadline: null,
        shared: openSharedConnections(systemClock, 1),
      },
    );
  }

  const keysOnly = { permissions: null };

  test('what Vault distributed passes', async () => {
    const report = await verify(await distribute());
    expect(report.keys.flatMap(findingsOf)).toEqual([]);
    expect(report).toMatchObject({
      status: 'pass',
      compliant: true,
      account_id: account,
      summary: { versions: 1, passed: 1, permissions: { allowed: 14, denied: 0, indeterminate: 0 } },
    });
  });

  test('a retired version that is disabled passes', async () => {
    const key = await distribute(2);
    await client.send(new kms.DisableKeyCommand({ KeyId: key.versions['1']! }));
    expect(await verify({ ...key, min_enabled_version: 2 }, keysOnly)).toMatchObject({ compliant: true });
  });

  type Break = (key: { latest: string; old: string; alias: string }) => Promise<unknown>;
  const breaks: readonly (readonly [name: string, check: string, breakIt: Break])[] = [
    [
      'a key that is disabled',
      'key_state',
      ({ latest }) => client.send(new kms.DisableKeyCommand({ KeyId: latest })),
    ],
    [
      'a key that will be deleted',
      'key_state',
      ({ latest }) =>
        client.send(new kms.ScheduleKeyDeletionCommand({ KeyId: latest, PendingWindowInDays: 7 })),
    ],
    [
      'a key without its material',
      'material',
      ({ latest }) => client.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId: latest })),
    ],
    [
      'an alias that was moved',
      'alias_target',
      ({ alias, old }) => client.send(new kms.UpdateAliasCommand({ AliasName: alias, TargetKeyId: old })),
    ],
    [
      'an alias that was deleted',
      'alias_exists',
      ({ alias }) => client.send(new kms.DeleteAliasCommand({ AliasName: alias })),
    ],
  ];
  test.each(breaks)('%s is found: %s', async (_, check, breakIt) => {
    const key = await distribute(2);
    await breakIt({ latest: key.versions['2']!, old: key.versions['1']!, alias: key.alias });
    const report = await verify(key, keysOnly);
    expect(report.keys.flatMap(findingsOf)).toMatchObject([{ check, status: 'fail' }]);
    expect(report).toMatchObject({ status: 'fail', compliant: false });
  });

  test('a missing key is found', async () => {
    const key = await distribute();
    const versions = { ...key.versions, '1': '11111111-2222-4333-8444-555555555555' };
    const report = await verify({ ...key, versions }, keysOnly);
    expect(report.keys.flatMap(findingsOf)).toMatchObject([{ check: 'exists', status: 'fail' }]);
  });

  test('an alias outside of Vault’s record is listed and fails nothing', async () => {
    const key = await distribute();
    const stray = await distribute();
    const report = await verify(key, keysOnly);
    expect(report.status).toBe('pass');
    expect(report.orphans).toContainEqual({ alias: stray.alias, key_id: stray.versions['1'] });
  });

  describe('of a principal that lacks one action exactly that row is denied', () => {
    let key: Expectation;
    beforeAll(async () => {
      key = await distribute();
    });
    test.each(vaultActions)('%s', async (action) => {
      const report = await verify(key, { principal_arn: arn(lacking('vault', action)) });
      expect(report.permissions.filter(({ decision }) => decision !== 'allowed')).toMatchObject([
        { action, decision: 'denied', method: 'simulate', layer: 'identity policy' },
      ]);
    });
  });

  test.each(['kms:DescribeKey', 'kms:ListAliases', 'kms:GetKeyPolicy', 'iam:SimulatePrincipalPolicy'])(
    'who looks without %s leaves something open, and nothing fails',
    async (action) => {
      const report = await verify(await distribute(), {}, lacking('looker', action));
      expect(report).toMatchObject({ status: 'indeterminate', compliant: false });
      expect(JSON.stringify(report)).toContain(action);
    },
  );

  describe('a probe', () => {
    const probe = {
      principal_arn: null,
      audits_verifier: true,
      permissions: { sets: ['terraform' as const], actions: [], method: 'probe' as const, history: false },
    };
    const decided = ({ permissions }: Report) =>
      permissions
        .filter(({ decision }) => decision !== 'indeterminate')
        .map(({ action, decision, method }) => `${action} ${decision} ${method}`);

    test('needs no permission in IAM', async () => {
      expect(decided(await verify(await distribute(), probe, 'vault'))).toEqual([
        'kms:DescribeKey allowed probe',
        'kms:GetPublicKey allowed probe',
        'kms:ListAliases allowed probe',
      ]);
    });

    test.each([
      ['kms:DescribeKey', ['kms:DescribeKey denied observed', 'kms:ListAliases allowed probe']],
      [
        'kms:GetPublicKey',
        [
          'kms:DescribeKey allowed probe',
          'kms:GetPublicKey denied observed',
          'kms:ListAliases allowed probe',
        ],
      ],
      [
        'kms:ListAliases',
        [
          'kms:DescribeKey allowed probe',
          'kms:GetPublicKey allowed probe',
          'kms:ListAliases denied observed',
        ],
      ],
    ])('sees that %s is refused', async (action, rows) => {
      expect(decided(await verify(await distribute(), probe, lacking('vault', action)))).toEqual(rows);
    });
  });
}

function findingsOf({ versions, findings }: Report['keys'][number]) {
  return [...versions.flatMap((version) => version.findings), ...findings];
}

/** A KMS key with imported material, as Vault makes it; its id. */
async function importKey(client: kms.KMSClient): Promise<string> {
  const { KeyMetadata } = await client.send(new kms.CreateKeyCommand({ Origin: 'EXTERNAL' }));
  const KeyId = KeyMetadata!.KeyId!;
  await importMaterial(client, KeyId);
  return KeyId;
}
