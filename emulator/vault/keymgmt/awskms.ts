import {
  AlreadyExistsException,
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  type KeySpec,
  KMSClient,
  KMSServiceException,
  NotFoundException,
  PutKeyPolicyCommand,
  ReplicateKeyCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import type { Answers } from '../../../assumptions/catalogue.ts';
import type { Effect, Result } from './effect.ts';
import type { KeyType, Provider } from './state.ts';
import { wrapMaterial } from './wrap-material.ts';

/** Executes the KMS calls that the engine asks for. */
export interface Kms {
  perform(effect: KmsEffect, provider: Provider): Promise<Result>;
}

export type KmsEffect = Exclude<Effect, { kind: 'generate' }>;

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
  const clients = new WeakMap<Provider, Map<string, KMSClient>>();
  const clientFor = (provider: Provider, region: string): KMSClient => {
    const byRegion = clients.get(provider) ?? new Map<string, KMSClient>();
    clients.set(provider, byRegion);
    const client = byRegion.get(region) ?? newClient(access, provider, region);
    byRegion.set(region, client);
    return client;
  };
  return {
    perform: (effect, provider) => execute(clientFor(provider, regionOf(effect, provider)), effect, assumed),
  };
}

/** ReplicateKey goes to the region of the primary; later calls go to the region of the replica. */
function regionOf(effect: KmsEffect, { key_collection }: Provider): string {
  const named = 'region' in effect && effect.kind !== 'replicate_key' ? effect.region : undefined;
  return named ?? key_collection;
}

function newClient(access: AwsAccess, { credentials }: Provider, region: string): KMSClient {
  const endpoint = access.endpointOf(credentials?.endpoint);
  const own = credentials && {
    accessKeyId: credentials.access_key,
    secretAccessKey: credentials.secret_key,
    ...(credentials.session_token ? { sessionToken: credentials.session_token } : {}),
  };
  const used = own ?? access.credentials;
  return new KMSClient({ region, ...(endpoint ? { endpoint } : {}), ...(used ? { credentials: used } : {}) });
}

async function execute(client: KMSClient, effect: KmsEffect, assumed: Answers): Promise<Result> {
  switch (effect.kind) {
    case 'create_key':
      return { kind: 'key_id', key_id: await createKey(client, effect, assumed) };
    case 'import_material':
      await importMaterial(client, effect, assumed);
      break;
    case 'replicate_key':
      await unlessExists(
        client.send(new ReplicateKeyCommand({ KeyId: effect.key_id, ReplicaRegion: effect.region })),
        () => Promise.resolve(),
      );
      break;
    case 'enable_key':
      await client.send(new EnableKeyCommand({ KeyId: effect.key_id }));
      break;
    case 'disable_key':
      await client.send(new DisableKeyCommand({ KeyId: effect.key_id }));
      break;
    case 'create_alias':
      await unlessExists(
        client.send(new CreateAliasCommand({ AliasName: effect.alias, TargetKeyId: effect.key_id })),
        () => updateAlias(client, effect),
      );
      break;
    case 'update_alias':
      if (assumed['key-naming'] === 'alias')
        await client.send(new DescribeKeyCommand({ KeyId: effect.alias }));
      await updateAlias(client, effect);
      break;
    case 'delete_alias':
      await unlessDeleted(client.send(new DeleteAliasCommand({ AliasName: effect.alias })));
      break;
    case 'schedule_deletion':
      await unlessDeleted(client.send(new ScheduleKeyDeletionCommand(deletion(effect.key_id, assumed))));
      break;
  }
  return { kind: 'done' };
}

function deletion(KeyId: string, assumed: Answers) {
  return assumed['deletion-window'] === '7' ? { KeyId, PendingWindowInDays: 7 } : { KeyId };
}

async function createKey(
  client: KMSClient,
  effect: KmsEffect & { kind: 'create_key' },
  assumed: Answers,
): Promise<string> {
  const { KeyMetadata } = await client.send(
    new CreateKeyCommand({
      Origin: 'EXTERNAL',
      KeySpec: keySpecs[effect.type],
      KeyUsage:
        effect.purpose.includes('sign') || effect.purpose.includes('verify')
          ? 'SIGN_VERIFY'
          : 'ENCRYPT_DECRYPT',
      MultiRegion: effect.multi_region,
      ...(assumed['kms-tags'] === 'none'
        ? {}
        : {
            Tags: [
              { TagKey: 'vault-key-name', TagValue: effect.key },
              { TagKey: 'vault-key-version', TagValue: String(effect.version) },
            ],
          }),
    }),
  );
  if (assumed['key-policy'] === 'own') await writeKeyPolicy(client, KeyMetadata!.Arn!);
  return KeyMetadata!.KeyId!;
}

/** A policy that differs from AWS's default one, and still delegates to the account. */
async function writeKeyPolicy(client: KMSClient, arn: string): Promise<void> {
  const root = `arn:aws:iam::${arn.split(':')[4]}:root`;
  const Statement = [
    { Sid: 'Vault', Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' },
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Id: 'vault', Statement });
  await client.send(new PutKeyPolicyCommand({ KeyId: arn, Policy }));
}

async function importMaterial(
  client: KMSClient,
  { key_id, type, material }: KmsEffect & { kind: 'import_material' },
  assumed: Answers,
): Promise<void> {
  const WrappingAlgorithm = type === 'aes256-gcm96' ? 'RSAES_OAEP_SHA_256' : 'RSA_AES_KEY_WRAP_SHA_256';
  const { PublicKey, ImportToken } = await client.send(
    new GetParametersForImportCommand({ KeyId: key_id, WrappingAlgorithm, WrappingKeySpec: 'RSA_2048' }),
  );
  await client.send(
    new ImportKeyMaterialCommand({
      KeyId: key_id,
      ImportToken,
      EncryptedKeyMaterial: wrapMaterial(material.bytes, PublicKey!, WrappingAlgorithm),
      ...(assumed['material-expiry'] === 'never'
        ? { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }
        : { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: new Date(Date.now() + 360 * 86_400_000) }),
    }),
  );
}

function updateAlias(
  client: KMSClient,
  { alias, key_id }: { alias: string; key_id: string },
): Promise<unknown> {
  return client.send(new UpdateAliasCommand({ AliasName: alias, TargetKeyId: key_id }));
}

/** An earlier attempt whose response was lost may have created the object already. */
async function unlessExists(sent: Promise<unknown>, onExisting: () => Promise<unknown>): Promise<void> {
  try {
    await sent;
  } catch (error) {
    if (!(error instanceof AlreadyExistsException)) throw error;
    await onExisting();
  }
}

/** The object may be deleted already, or pending deletion. */
async function unlessDeleted(sent: Promise<unknown>): Promise<void> {
  try {
    await sent;
  } catch (error) {
    const pending =
      error instanceof KMSServiceException &&
      error.name === 'KMSInvalidStateException' &&
      /pending (replica )?deletion/i.test(error.message);
    if (!pending && !(error instanceof NotFoundException)) throw error;
  }
}
