import * as kms from '@aws-sdk/client-kms';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { accessKey } from '../lambda/support.ts';
import { actions, type GeneratedSituation, type PolicyStatement } from './permission-situations.ts';
import { aliases, delegation, region, type SituationKeys } from './permission-truth.ts';

const document = (Statement: readonly PolicyStatement[]) => ({ Version: '2012-10-17', Statement });
const everything = document([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
const userName = (role: string, account: string) => `${role}-${account}`;

/** The emulator's account of a situation. */
export function accountOf({
  account,
  kind,
  identity,
  boundary,
  scp,
  principalTags,
  index,
}: GeneratedSituation) {
  const vault = {
    name: 'vault',
    tags: principalTags,
    policies: { own: document(identity) },
    ...(boundary === null ? {} : { boundary: document(boundary) }),
  };
  const user = (name: string) => ({
    name,
    access_keys: [accessKey(userName(name, account))],
    policies: { all: everything },
  });
  const trust = document([
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:user/admin` }, Action: 'sts:AssumeRole' },
  ]);
  return {
    id: account,
    // Every second account can read its service control policies.
    organization_administrator: index % 2 === 0,
    ...(scp === null ? {} : { scps: { scp: document(scp) } }),
    users: [
      user('admin'),
      ...(kind === 'user' ? [user('vault2')] : []),
      ...(kind === 'user' ? [{ ...vault, access_keys: [accessKey(userName('vault', account))] }] : []),
    ],
    roles:
      kind === 'role'
        ? [
            { ...vault, trust },
            { name: 'vault2', trust, policies: {} },
          ]
        : [],
  };
}

export function credentialsOf(name: string, account: string) {
  const { access_key_id, secret_access_key } = accessKey(userName(name, account));
  return { accessKeyId: access_key_id, secretAccessKey: secret_access_key };
}

function client(endpoint: string, credentials: { accessKeyId: string; secretAccessKey: string }) {
  return new kms.KMSClient({ region, endpoint, credentials, maxAttempts: 1 });
}

/** Makes the key of the situation with its aliases, and the one of the next version. */
export async function makeKeys(situation: GeneratedSituation, endpoint: string): Promise<SituationKeys> {
  const { account, key: statements, keyTags } = situation;
  const admin = client(endpoint, credentialsOf('admin', account));
  const admins = {
    Effect: 'Allow' as const,
    Principal: { AWS: `arn:aws:iam::${account}:user/admin` },
    Action: 'kms:*',
    Resource: '*',
  };
  const policy = document(statements === null ? [delegation(account)] : [admins, ...statements]);
  const make = async (more: Partial<kms.CreateKeyCommandInput>) =>
    (await admin.send(new kms.CreateKeyCommand({ Origin: 'EXTERNAL', ...more }))).KeyMetadata!.Arn!;
  const key = await make({
    Policy: JSON.stringify(policy),
    BypassPolicyLockoutSafetyCheck: true,
    Tags: Object.entries(keyTags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
  });
  for (const AliasName of [aliases.kept, aliases.moved])
    await admin.send(new kms.CreateAliasCommand({ AliasName, TargetKeyId: key }));
  return { key, next: await make({}) };
}

/** Which of the actions AWS lets the principal do: any answer but AccessDenied means that it does. */
export async function tryAll(
  situation: GeneratedSituation,
  { key, next }: SituationKeys,
  endpoint: string,
): Promise<Record<string, boolean>> {
  const admin = client(endpoint, credentialsOf('admin', situation.account));
  const vault = client(endpoint, await vaultCredentials(situation, endpoint));
  const bytes = new Uint8Array(256);
  const passes = async (send: () => Promise<unknown>) => {
    try {
      await send();
      return true;
    } catch (error) {
      return (error as Error).name !== 'AccessDeniedException';
    }
  };
  const onBoth = (make: (KeyId: string) => Promise<unknown>) => async () =>
    (await passes(() => make(key))) && (await passes(() => make(next)));
  const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const;
  const Tags = [{ TagKey: 'witness', TagValue: 'a' }];
  const calls: Record<string, () => Promise<boolean>> = {
    'kms:ListAliases': () => passes(() => vault.send(new kms.ListAliasesCommand({}))),
    'kms:CreateKey': () => passes(() => vault.send(new kms.CreateKeyCommand({ Origin: 'EXTERNAL' }))),
    'kms:DescribeKey': () => passes(() => vault.send(new kms.DescribeKeyCommand({ KeyId: key }))),
    'kms:GetPublicKey': () => passes(() => vault.send(new kms.GetPublicKeyCommand({ KeyId: key }))),
    'kms:GetParametersForImport': onBoth((KeyId) =>
      vault.send(new kms.GetParametersForImportCommand({ KeyId, ...wrapping })),
    ),
    'kms:ImportKeyMaterial': onBoth((KeyId) =>
      vault.send(
        new kms.ImportKeyMaterialCommand({
          KeyId,
          ImportToken: bytes,
          EncryptedKeyMaterial: bytes,
          ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
        }),
      ),
    ),
    'kms:TagResource': onBoth((KeyId) => vault.send(new kms.TagResourceCommand({ KeyId, Tags }))),
    'kms:UntagResource': () =>
      passes(() => vault.send(new kms.UntagResourceCommand({ KeyId: key, TagKeys: ['witness'] }))),
    'kms:EnableKey': () => passes(() => vault.send(new kms.EnableKeyCommand({ KeyId: key }))),
    'kms:DisableKey': () => passes(() => vault.send(new kms.DisableKeyCommand({ KeyId: key }))),
    'kms:CreateAlias': onBoth(async (TargetKeyId) => {
      await vault.send(new kms.CreateAliasCommand({ AliasName: aliases.made, TargetKeyId }));
      await admin.send(new kms.DeleteAliasCommand({ AliasName: aliases.made }));
    }),
    'kms:UpdateAlias': async () => {
      const works = await passes(() =>
        vault.send(new kms.UpdateAliasCommand({ AliasName: aliases.moved, TargetKeyId: next })),
      );
      await admin
        .send(new kms.UpdateAliasCommand({ AliasName: aliases.moved, TargetKeyId: key }))
        .catch(() => {});
      return works;
    },
    'kms:DeleteAlias': () =>
      passes(() => vault.send(new kms.DeleteAliasCommand({ AliasName: aliases.kept }))),
    'kms:ScheduleKeyDeletion': () =>
      passes(() => vault.send(new kms.ScheduleKeyDeletionCommand({ KeyId: key }))),
  };
  const results: Record<string, boolean> = {};
  for (const action of actions) results[action] = await calls[action]!();
  return results;
}

async function vaultCredentials({ account, kind }: GeneratedSituation, endpoint: string) {
  if (kind === 'user') return credentialsOf('vault', account);
  const sts = new STSClient({ region, endpoint, credentials: credentialsOf('admin', account) });
  const RoleArn = `arn:aws:iam::${account}:role/vault`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session' }));
  return {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
}
