import * as kms from '@aws-sdk/client-kms';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openShared, verifyInAws } from '../../../src/aws/verify.ts';
import { systemClock } from '../../../src/effects/clock.ts';
import type { Expectation } from '../../../src/model/expectation.ts';
import { accessKey, envAs, lookerPolicy, region, user } from '../../lambda/support.ts';
import type { Emulator } from '../../support/emulator.ts';
import { startEmulator } from '../../support/emulator.ts';
import { conditionSituations } from './conditions.ts';
import { identitySituations } from './identity.ts';
import { keyPolicySituations } from './key-policies.ts';
import { layerSituations } from './layers.ts';
import type { Situation, Statement } from './situation.ts';
import { allow } from './situation.ts';

/**
 * What the report decides, held against what the emulator's IAM does when the judged principal really calls: its
 * evaluator is not the report's.
 */
const situations = [
  ...identitySituations,
  ...conditionSituations,
  ...layerSituations,
  ...keyPolicySituations,
].map((situation: Situation, index) => ({
  ...situation,
  account: `2000000000${String(index).padStart(2, '0')}`,
}));
type Case = (typeof situations)[number];

/** A policy names a key before there is one: this fits every key that there will be, and none that there is not. */
const anyKey = '????????-????-4???-????-????????????';

const stranger = '300000000000';
const named = (name: string, { account }: Case) => `${name}-${account}`;
const document = (statements: readonly unknown[]) => ({ Version: '2012-10-17', Statement: statements });

let emulator: Emulator;
const shared = openShared(systemClock, 1);

beforeAll(async () => {
  emulator = await startEmulator({
    config: { accounts: [{ id: '999999999999' }, ...situations.map(accountOf), strangers()] },
  });
});
afterAll(() => emulator.stop());

function accountOf(situation: Case) {
  const { account, who = 'user', policies = [], boundary, scps, key_policy, looker_lacks = [] } = situation;
  const fill = (statements: readonly Statement[]) =>
    JSON.parse(JSON.stringify(statements).replaceAll('<account>', account).replaceAll('<key>', anyKey));
  const judged = {
    policies: policies.length === 0 ? {} : { own: document(fill(policies)) },
    ...(boundary === undefined ? {} : { boundary: document(fill(boundary)) }),
  };
  const admins = { AWS: [`arn:aws:iam::${account}:user/admin`, `arn:aws:iam::${account}:user/looker`] };
  const looker = lookerPolicy.Statement.map(({ Action, ...rest }) => ({
    ...rest,
    Action: Action.filter((action) => !looker_lacks.includes(action)),
  }));
  return {
    id: account,
    ...(scps === undefined ? {} : { scps: { scp: document(fill(scps)) } }),
    ...(key_policy === undefined
      ? {}
      : { key_policy: document([allow('kms:*', { Principal: admins }), ...fill(key_policy)]) }),
    users: [
      { ...user(named('admin', situation), { all: document([allow('*')]) }), name: 'admin' },
      { ...user(named('looker', situation), { own: document(looker) }), name: 'looker' },
      ...(who === 'user'
        ? [{ ...user(named('judged', situation), judged.policies), ...judged, name: 'judged' }]
        : []),
    ],
    roles:
      who === 'role' || who === 'role with a path' || who === 'session'
        ? [
            {
              name: 'judged',
              path: who === 'role' ? '/' : '/team/x/',
              trust: document([
                {
                  Effect: 'Allow',
                  Principal: { AWS: `arn:aws:iam::${account}:user/admin` },
                  Action: 'sts:AssumeRole',
                },
              ]),
              ...judged,
            },
          ]
        : [],
  };
}

function strangers() {
  return {
    id: stranger,
    users: [{ ...user(`judged-${stranger}`, { all: document([allow('*')]) }), name: 'judged' }],
  };
}

function principalOf({ account, who = 'user' }: Case): string {
  if (who === 'user of another account') return `arn:aws:iam::${stranger}:user/judged`;
  if (who === 'session') return `arn:aws:sts::${account}:assumed-role/judged/some-session`;
  return `arn:aws:iam::${account}:${who === 'user' ? 'user/judged' : who === 'role' ? 'role/judged' : 'role/team/x/judged'}`;
}

function clientAs(name: string): kms.KMSClient {
  return new kms.KMSClient({
    region,
    endpoint: emulator.awsEndpoint,
    credentials: keysOf(name),
    maxAttempts: 1,
  });
}

function keysOf(name: string) {
  const { access_key_id, secret_access_key } = accessKey(name);
  return { accessKeyId: access_key_id, secretAccessKey: secret_access_key };
}

/** The judged principal itself, to make the real call. */
async function judgedClient(situation: Case): Promise<kms.KMSClient> {
  const { who = 'user', account } = situation;
  if (who === 'user') return clientAs(named('judged', situation));
  if (who === 'user of another account') return clientAs(`judged-${stranger}`);
  const sts = new STSClient({
    region,
    endpoint: emulator.awsEndpoint,
    credentials: keysOf(named('admin', situation)),
  });
  const RoleArn = `arn:aws:iam::${account}:${who === 'role' ? 'role/judged' : 'role/team/x/judged'}`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'some-session' }));
  return new kms.KMSClient({
    region,
    endpoint: emulator.awsEndpoint,
    maxAttempts: 1,
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
  });
}

/** Whether AWS lets the principal do it: any answer but AccessDenied means that it does. */
async function works(situation: Case, KeyId: string, alias: string): Promise<boolean> {
  const client = await judgedClient(situation);
  const bytes = new Uint8Array(256);
  const send: Record<string, () => Promise<unknown>> = {
    'kms:CreateKey': () => client.send(new kms.CreateKeyCommand({ Origin: 'EXTERNAL' })),
    'CreateKey with tags': () =>
      client.send(new kms.CreateKeyCommand({ Origin: 'EXTERNAL', Tags: [{ TagKey: 'a', TagValue: 'b' }] })),
    'kms:ListAliases': () => client.send(new kms.ListAliasesCommand({})),
    'kms:DisableKey': () => client.send(new kms.DisableKeyCommand({ KeyId })),
    'kms:EnableKey': () => client.send(new kms.EnableKeyCommand({ KeyId })),
    'kms:ScheduleKeyDeletion': () => client.send(new kms.ScheduleKeyDeletionCommand({ KeyId })),
    'kms:GetParametersForImport': () =>
      client.send(
        new kms.GetParametersForImportCommand({
          KeyId,
          WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
          WrappingKeySpec: 'RSA_2048',
        }),
      ),
    'kms:ImportKeyMaterial': () =>
      client.send(
        new kms.ImportKeyMaterialCommand({ KeyId, ImportToken: bytes, EncryptedKeyMaterial: bytes }),
      ),
    'kms:CreateAlias': () =>
      client.send(new kms.CreateAliasCommand({ AliasName: `${alias}1`, TargetKeyId: KeyId })),
    'kms:UpdateAlias': () =>
      client.send(new kms.UpdateAliasCommand({ AliasName: alias, TargetKeyId: KeyId })),
    'kms:DeleteAlias': () => client.send(new kms.DeleteAliasCommand({ AliasName: alias })),
  };
  try {
    await send[situation.truth ?? situation.action]!();
    return true;
  } catch (error) {
    return (error as Error).name !== 'AccessDeniedException';
  }
}

async function arrange(situation: Case): Promise<Expectation> {
  const alias = `alias/hashicorp/judged-${1_700_000_000}`;
  const admin = clientAs(named('admin', situation));
  const { KeyMetadata } = await admin.send(new kms.CreateKeyCommand({ Origin: 'EXTERNAL' }));
  const KeyId = KeyMetadata!.KeyId!;
  await admin.send(new kms.CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyId }));
  return {
    name: 'judged',
    kms: 'aws',
    type: 'aes256-gcm96',
    purpose: ['decrypt', 'encrypt'],
    alias,
    latest_version: 1,
    min_enabled_version: 1,
    versions: { '1': KeyId },
    replica_regions: [],
    distribution_time: '2023-11-14T22:13:20Z',
    public_keys: {},
  };
}

async function decide(situation: Case, expectations: readonly Expectation[]) {
  const report = await verifyInAws(
    {
      region,
      expectations,
      principal_arn: principalOf(situation),
      judge_looker: false,
      account_id: null,
      depth: 'standard',
      permissions: { sets: [], actions: [situation.action], method: 'auto', history: false },
      next: null,
    },
    { kind: 'self' },
    {
      env: envAs(emulator, named('looker', situation)),
      // An hour on, so that no failure passes for a change under way.
      clock: { ...systemClock, now: () => new Date(Date.now() + 3_600_000) },
      run_id: null,
      deadline: null,
      shared,
    },
  );
  return report.permissions[0]!;
}

describe('the decision is the one AWS makes', () => {
  test.each(situations)('$name', async (situation) => {
    const expectation = await arrange(situation);
    const row = await decide(situation, situation.without_key ? [] : [expectation]);
    expect(row).toMatchObject({
      action: situation.action,
      decision: situation.expected,
      ...(situation.layer === undefined ? {} : { layer: situation.layer }),
    });
    const real = await works(situation, Object.values(expectation.versions)[0]!, expectation.alias);
    if (row.decision === 'allowed') expect(real).toBe(true);
    if (row.decision === 'denied') expect(real).toBe(false);
    if (row.decision === 'indeterminate') expect(row.message.length).toBeGreaterThan(40);
  });

  test('most of the situations are decided, and each names its source', () => {
    expect(situations.length).toBeGreaterThanOrEqual(60);
    expect(situations.filter(({ expected }) => expected !== 'indeterminate').length).toBeGreaterThanOrEqual(
      40,
    );
    for (const { source } of situations) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
});
