import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { AwsReader } from '../model/aws-reader.ts';
import type { KeyMaterial, KmsAlias, KmsKey } from '../model/evidence.ts';
import { complete, readEvidence } from './aws-failure.ts';
import { checkNoPublicAccess } from './check-no-public-access.ts';
import type { Clients } from './clients.ts';
import { lookUpCalls, lookUpKeyCreators, lookUpPolicyChanges } from './cloudtrail.ts';
import { readGrants, readResourceTags } from './key-details.ts';
import { readLastUsage } from './last-usage.ts';
import { readPrincipal } from './principal-details.ts';
import { readOrganizationPolicies } from './read-organization-policies.ts';
import { simulatePrincipalPolicy } from './simulate-policy.ts';
import { decryptWithKey, encryptWithKey, signWithKey } from './use-key.ts';

/**
 * Reads the real AWS.
 *
 * @param region of STS and IAM, whose answers do not depend on it
 */
export function createAwsReader(clients: Clients, region: string): AwsReader {
  const { options } = clients;
  return {
    identity: () =>
      readEvidence('sts:GetCallerIdentity', async () => {
        const { stsClient, GetCallerIdentityCommand } = await import('./sdk/sts-client.ts');
        const answer = await stsClient(clients, region).send(new GetCallerIdentityCommand({}), options);
        const { Account, Arn } = complete(answer, 'Account', 'Arn');
        return { account_id: Account, arn: Arn };
      }),
    key: (at, keyId) =>
      readEvidence('kms:DescribeKey', async () => {
        const { kmsClient, DescribeKeyCommand } = await import('./sdk/kms-client.ts');
        const answer = await kmsClient(clients, at).send(new DescribeKeyCommand({ KeyId: keyId }), options);
        return keyOf(complete(answer, 'KeyMetadata').KeyMetadata);
      }),
    aliases: (at) =>
      readEvidence('kms:ListAliases', async () => {
        const { kmsClient, paginateListAliases } = await import('./sdk/kms-client.ts');
        const client = kmsClient(clients, at);
        const aliases: KmsAlias[] = [];
        for await (const page of paginateListAliases({ client, pageSize: 100 }, {}, options)) {
          for (const { AliasName, TargetKeyId, CreationDate, LastUpdatedDate } of complete(page, 'Aliases')
            .Aliases)
            aliases.push({
              name: AliasName ?? '',
              target_key_id: TargetKeyId ?? null,
              created: timeOf(CreationDate),
              updated: timeOf(LastUpdatedDate),
            });
        }
        return aliases;
      }),
    keyIds: (at) =>
      readEvidence('kms:ListKeys', async () => {
        const { kmsClient, paginateListKeys } = await import('./sdk/kms-client.ts');
        const client = kmsClient(clients, at);
        const ids: string[] = [];
        for await (const page of paginateListKeys({ client, pageSize: 1000 }, {}, options))
          ids.push(...complete(page, 'Keys').Keys.flatMap(({ KeyId }) => KeyId ?? []));
        return ids;
      }),
    policy: (at, keyId) =>
      readEvidence('kms:GetKeyPolicy', async () => {
        const { kmsClient, GetKeyPolicyCommand } = await import('./sdk/kms-client.ts');
        const client = kmsClient(clients, at);
        const query = new GetKeyPolicyCommand({ KeyId: keyId, PolicyName: 'default' });
        return JSON.parse(complete(await client.send(query, options), 'Policy').Policy) as unknown;
      }),
    materials: (at, keyId) =>
      readEvidence('kms:ListKeyRotations', async () => {
        const { kmsClient, paginateListKeyRotations } = await import('./sdk/kms-client.ts');
        const client = kmsClient(clients, at);
        const materials: KeyMaterial[] = [];
        const query = { KeyId: keyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' as const };
        for await (const page of paginateListKeyRotations({ client }, query, options)) {
          for (const rotation of complete(page, 'Rotations').Rotations) {
            const { KeyMaterialId, KeyMaterialState, ImportState, RotationDate } = rotation;
            materials.push({
              id: KeyMaterialId ?? null,
              state: KeyMaterialState ?? null,
              import_state: ImportState ?? null,
              rotation_date: timeOf(RotationDate),
            });
          }
        }
        return materials;
      }),
    publicKey: (at, keyId) =>
      readEvidence('kms:GetPublicKey', async () => {
        const { kmsClient, GetPublicKeyCommand } = await import('./sdk/kms-client.ts');
        const answer = await kmsClient(clients, at).send(new GetPublicKeyCommand({ KeyId: keyId }), options);
        return Buffer.from(complete(answer, 'PublicKey').PublicKey).toString('base64');
      }),
    principal: (kind, name) => readPrincipal(clients, region, kind, name),
    simulate: (principalArn, query) => simulatePrincipalPolicy(clients, region, principalArn, query),
    publicAccess: (at, policy) => checkNoPublicAccess(clients, at, policy),
    resourceTags: (at, keyId) => readResourceTags(clients, at, keyId),
    lastUsage: (at, keyId) => readLastUsage(clients, at, keyId),
    grants: (at, keyId) => readGrants(clients, at, keyId),
    organizationPolicies: (accountId) => readOrganizationPolicies(clients, region, accountId),
    history: (at, principalArn, action) => lookUpCalls(clients, at, principalArn, action),
    keyCreators: (at) => lookUpKeyCreators(clients, at),
    policyChanges: (at, principalArn) => lookUpPolicyChanges(clients, at, principalArn),
    encrypt: (at, keyId, plaintext, context) => encryptWithKey(clients, at, keyId, plaintext, context),
    decrypt: (at, keyId, ciphertext, context) => decryptWithKey(clients, at, keyId, ciphertext, context),
    sign: (at, keyId, message, algorithm) => signWithKey(clients, at, keyId, message, algorithm),
  };
}

/** DescribeKey's answer as plain data. */
function keyOf(metadata: KeyMetadata): KmsKey {
  const multiRegion = metadata.MultiRegionConfiguration;
  return {
    key_id: metadata.KeyId ?? '',
    arn: metadata.Arn ?? metadata.KeyId ?? '',
    account_id: shared(metadata.AWSAccountId),
    creation_date: timeOf(metadata.CreationDate),
    key_state: shared(metadata.KeyState),
    key_usage: shared(metadata.KeyUsage),
    key_spec: shared(metadata.KeySpec ?? metadata.CustomerMasterKeySpec),
    origin: shared(metadata.Origin),
    key_manager: shared(metadata.KeyManager),
    deletion_date: timeOf(metadata.DeletionDate),
    expiration_model: shared(metadata.ExpirationModel),
    valid_to: timeOf(metadata.ValidTo),
    custom_key_store_id: metadata.CustomKeyStoreId ?? null,
    multi_region:
      metadata.MultiRegion === true
        ? {
            type: multiRegion?.MultiRegionKeyType ?? null,
            primary_region: multiRegion?.PrimaryKey?.Region ?? null,
            replica_regions: (multiRegion?.ReplicaKeys ?? []).flatMap(({ Region }) => Region ?? []),
          }
        : null,
    key_material_id: metadata.CurrentKeyMaterialId ?? null,
  };
}

const texts = new Map<string, string>();
/** More different ones than AWS has, in case a server answers with others. */
const mostTexts = 1_000;

/** One copy of a text that most KMS keys have: each answer brings its own, and a check keeps a hundred thousand. */
function shared(text: string | undefined): string | null {
  if (text === undefined) return null;
  const known = texts.get(text);
  if (known === undefined && texts.size < mostTexts) texts.set(text, text);
  return known ?? text;
}

function timeOf(date: Date | undefined): string | null {
  return date === undefined ? null : date.toISOString();
}
