import * as kms from '@aws-sdk/client-kms';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { openSharedConnections } from '../../../src/aws/aws-effects.ts';
import { systemClock } from '../../../src/effects/clock.ts';
import type { Expectation } from '../../../src/model/expectation.ts';
import type { PermissionReport } from '../../../src/model/report.ts';
import { verifyInAws } from '../../../src/verifier/verify-in-aws.ts';
import { region } from '../../lambda/support.ts';
import { type Case, documentsOf, rolePath, stranger } from './cases.ts';

/** Somewhere that looks like AWS, in which each case's users and roles have been made. */
export interface World {
  readonly endpoint: string;
  /** The access key of one of the case's users. */
  keys(who: 'admin' | 'looker' | 'judged', situation: Case): AwsKeys;
}

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What the report decides, and whether the judged principal's own call is let through. */
export interface Outcome {
  readonly row: PermissionReport;
  readonly real: boolean;
}

/** Makes a key, asks the verifier about the principal, and then lets the principal try. */
export async function tryOut(situation: Case, world: World): Promise<Outcome> {
  const expectation = await arrange(situation, world);
  const row = await decide(situation, world, situation.without_key ? [] : [expectation]);
  const KeyId = Object.values(expectation.versions)[0]!;
  return { row, real: await works(situation, world, KeyId, expectation.alias) };
}

/** Whether the decision is the one that was expected, and none that the principal's own call belies. */
export function isRight({ expected, layer, action }: Case, { row, real }: Outcome): boolean {
  return (
    row.action === action &&
    row.decision === expected &&
    (layer === undefined || row.layer === layer) &&
    (row.decision === 'indeterminate' || real === (row.decision === 'allowed'))
  );
}

function principalOf(situation: Case): string {
  const { account, who = 'user' } = situation;
  if (who === 'user of another account') return `arn:aws:iam::${stranger}:user/judged`;
  if (who === 'session') return `arn:aws:sts::${account}:assumed-role/judged/some-session`;
  return who === 'user' ? `arn:aws:iam::${account}:user/judged` : roleOf(situation);
}

function roleOf(situation: Case): string {
  return `arn:aws:iam::${situation.account}:role${rolePath(situation)}judged`;
}

function client({ endpoint }: World, credentials: AwsKeys): kms.KMSClient {
  return new kms.KMSClient({ region, endpoint, credentials, maxAttempts: 1 });
}

/** The judged principal itself, to make the real call. */
async function judgedClient(situation: Case, world: World): Promise<kms.KMSClient> {
  if (rolePath(situation) === null) return client(world, world.keys('judged', situation));
  const { endpoint } = world;
  const sts = new STSClient({ region, endpoint, credentials: world.keys('admin', situation) });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: roleOf(situation), RoleSessionName: 'some-session' }),
  );
  return client(world, {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  });
}

/** Whether AWS lets the principal do it: any answer but AccessDenied means that it does. */
async function works(situation: Case, world: World, KeyId: string, alias: string): Promise<boolean> {
  const client = await judgedClient(situation, world);
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

async function arrange(situation: Case, world: World): Promise<Expectation> {
  const alias = `alias/hashicorp/judged-${1_700_000_000}`;
  const admin = client(world, world.keys('admin', situation));
  const { key } = documentsOf(situation);
  const { KeyMetadata } = await admin.send(
    new kms.CreateKeyCommand({
      Origin: 'EXTERNAL',
      ...(key === null ? {} : { Policy: JSON.stringify(key) }),
    }),
  );
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

async function decide(
  situation: Case,
  world: World,
  expectations: readonly Expectation[],
): Promise<PermissionReport> {
  const { accessKeyId, secretAccessKey } = world.keys('looker', situation);
  const report = await verifyInAws(
    {
      region,
      expectations,
      principal_arn: principalOf(situation),
      providers: null,
      min_keys: null,
      audits_verifier: false,
      account_id: null,
      depth: 'standard',
      exhaustive: false,
      permissions: { sets: [], actions: [situation.action], method: 'auto', history: false },
      next: null,
    },
    { kind: 'self' },
    {
      env: {
        AWS_ENDPOINT_URL: world.endpoint,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      },
      // An hour on, so that no failure passes for a change under way.
      clock: { ...systemClock, now: () => new Date(Date.now() + 3_600_000) },
      run_id: null,
      deadline: null,
      // Each account has its own quotas.
      shared: openSharedConnections(systemClock, 1),
    },
  );
  return report.permissions[0]!;
}
