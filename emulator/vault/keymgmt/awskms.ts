import {
  AlreadyExistsException,
  type KeySpec,
  KMS,
  KMSServiceException,
  NotFoundException,
} from '@aws-sdk/client-kms';
import type { Answers } from '../../../assumptions/catalogue.ts';
import { assumedTags, deletionWindow, materialExpiry, writeAssumedPolicy } from './assumed-calls.ts';
import type { KmsEffect, Result } from './effect.ts';
import type { KeyType, Provider } from './state.ts';
import { wrapMaterial } from './wrap-material.ts';

/** Executes the KMS calls that the engine asks for. */
export interface Kms {
  perform(effect: KmsEffect, provider: Provider): Promise<Result>;
}

/** Endpoint and credentials for AWS, apart from those of a provider. */
export interface AwsAccess {
  /** The KMS endpoint for a provider with this endpoint. */
  endpointOf(providerEndpoint: string | undefined): string | undefined;
  /** Replaces the credential chain of the AWS SDK. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
}

const keySpecs: Readonly<Record<KeyType, KeySpec>> = {
  'aes256-gcm96': 'SYMMETRIC_DEFAULT',
  'rsa-2048': 'RSA_2048',
  'rsa-3072': 'RSA_3072',
  'rsa-4096': 'RSA_4096',
  'ecdsa-p256': 'ECC_NIST_P256',
  'ecdsa-p384': 'ECC_NIST_P384',
  'ecdsa-p521': 'ECC_NIST_P521',
};

/** KMS through the AWS SDK, as the engine's `awskms` provider uses it. */
export function awsKms(access: AwsAccess, assumed: Answers): Kms {
  const clients = new WeakMap<Provider, Map<string, KMS>>();
  const clientFor = (provider: Provider, region: string): KMS => {
    const byRegion = clients.get(provider) ?? new Map<string, KMS>();
    clients.set(provider, byRegion);
    const client = byRegion.get(region) ?? newClient(access, provider, region);
    byRegion.set(region, client);
    return client;
  };
  return {
    async perform(effect, provider) {
      const client = clientFor(provider, regionOf(effect, provider));
      if (effect.kind === 'create_key') return { key_id: await createKey(client, effect, assumed) };
      await execute(client, effect, assumed);
      return {};
    },
  };
}

/** ReplicateKey goes to the region of the primary; later calls go to the region of the replica. */
function regionOf(effect: KmsEffect, { key_collection }: Provider): string {
  const named = 'region' in effect && effect.kind !== 'replicate_key' ? effect.region : undefined;
  return named ?? key_collection;
}

function newClient(access: AwsAccess, { credentials }: Provider, region: string): KMS {
  const endpoint = access.endpointOf(credentials?.endpoint);
  const own = credentials && {
    accessKeyId: credentials.access_key,
    secretAccessKey: credentials.secret_key,
    ...(credentials.session_token ? { sessionToken: credentials.session_token } : {}),
  };
  const used = own ?? access.credentials;
  return new KMS({ region, ...(endpoint ? { endpoint } : {}), ...(used ? { credentials: used } : {}) });
}

/** An earlier attempt whose response was lost may have created or deleted the object already. */
async function execute(
  client: KMS,
  effect: Exclude<KmsEffect, { kind: 'create_key' }>,
  assumed: Answers,
): Promise<unknown> {
  const KeyId = 'key_id' in effect ? effect.key_id : '';
  const AliasName = 'alias' in effect ? effect.alias : '';
  switch (effect.kind) {
    case 'import_key_material':
      return importMaterial(client, effect, assumed);
    case 'replicate_key':
      return client.replicateKey({ KeyId, ReplicaRegion: effect.region }).catch(unlessExists);
    case 'enable_key':
      return client.enableKey({ KeyId });
    case 'disable_key':
      return client.disableKey({ KeyId });
    case 'create_alias':
      return client.createAlias({ AliasName, TargetKeyId: KeyId }).catch((error) => {
        unlessExists(error);
        return client.updateAlias({ AliasName, TargetKeyId: KeyId });
      });
    case 'update_alias':
      if (assumed['key-naming'] === 'alias') await client.describeKey({ KeyId: AliasName });
      return client.updateAlias({ AliasName, TargetKeyId: KeyId });
    case 'delete_alias':
      return client.deleteAlias({ AliasName }).catch(unlessDeleted);
    case 'schedule_key_deletion':
      return client.scheduleKeyDeletion({ KeyId, ...deletionWindow(assumed) }).catch(unlessDeleted);
  }
}

async function createKey(
  client: KMS,
  effect: KmsEffect & { kind: 'create_key' },
  assumed: Answers,
): Promise<string> {
  const tags = [
    { TagKey: 'vault-key-name', TagValue: effect.key },
    { TagKey: 'vault-key-version', TagValue: String(effect.version) },
  ];
  const { KeyMetadata } = await client.createKey({
    Origin: 'EXTERNAL',
    KeySpec: keySpecs[effect.type],
    KeyUsage: effect.purpose.some((one) => /sign|verify/.test(one)) ? 'SIGN_VERIFY' : 'ENCRYPT_DECRYPT',
    MultiRegion: effect.multi_region,
    ...assumedTags(assumed, tags),
  });
  await writeAssumedPolicy(assumed, client, KeyMetadata!.Arn!);
  return KeyMetadata!.KeyId!;
}

async function importMaterial(
  client: KMS,
  { key_id, type, material }: KmsEffect & { kind: 'import_key_material' },
  assumed: Answers,
): Promise<void> {
  const WrappingAlgorithm = type === 'aes256-gcm96' ? 'RSAES_OAEP_SHA_256' : 'RSA_AES_KEY_WRAP_SHA_256';
  const { PublicKey, ImportToken } = await client.getParametersForImport({
    KeyId: key_id,
    WrappingAlgorithm,
    WrappingKeySpec: 'RSA_2048',
  });
  await client.importKeyMaterial({
    KeyId: key_id,
    ImportToken,
    EncryptedKeyMaterial: wrapMaterial(material.bytes, PublicKey!, WrappingAlgorithm),
    ...materialExpiry(assumed),
  });
}

function unlessExists(error: unknown): void {
  if (!(error instanceof AlreadyExistsException)) throw error;
}

/** The object may be deleted already, or pending deletion. */
function unlessDeleted(error: unknown): void {
  const isPending =
    error instanceof KMSServiceException &&
    error.name === 'KMSInvalidStateException' &&
    /pending (replica )?deletion/i.test(error.message);
  if (!isPending && !(error instanceof NotFoundException)) throw error;
}
