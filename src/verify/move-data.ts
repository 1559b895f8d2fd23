import type { KeyKind, RemedyTarget } from './remedy.ts';
import { onKey, rotate } from './remedy.ts';

/**
 * Brings new data under a good KMS key, and old data with it, without taking anything away.
 *
 * Sources: https://developer.hashicorp.com/vault/docs/secrets/key-management (a version is a KMS key; a rotation moves
 * the alias), https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html (between which KMS keys)
 */
export function moveData(target: RemedyTarget): string {
  const { kind, vault_kind } = target;
  if (isSymmetric(kind) !== isSymmetric(vault_kind) || kind.usage !== vault_kind.usage)
    return [
      'KMS moves no alias between KMS keys of another type or usage, so a rotation in Vault would fail: declare a key under another name, and distribute it.',
      ...useAgain(target, '<new alias>'),
    ].join('\n');
  return [
    'Rotate the key in Vault: the new version gets a KMS key of its own, and the alias moves to it:',
    rotate(target),
    ...useAgain(target, target.alias),
  ].join('\n');
}

/**
 * Does again with another KMS key what was done with this one: ciphertext is encrypted again without showing its
 * plaintext, what was signed is signed again.
 *
 * Sources: https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html (asymmetric keys need both
 * algorithms, and take no encryption context), https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html,
 * https://docs.aws.amazon.com/kms/latest/developerguide/offline-public-key.html
 */
export function useAgain(target: RemedyTarget, destination: string): string[] {
  return encrypts(target.kind) ? encryptAgain(target, destination) : signAgain(target, destination);
}

/**
 * What an encrypted value needs to stay readable. AWS decrypts a ciphertext of a symmetric KMS key with that KMS key
 * and with nothing else.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html
 */
export function keepKey({ kind }: RemedyTarget): string {
  const needed = encrypts(kind)
    ? `what it encrypted can be decrypted with ${isRsa(kind) ? 'its own private key' : 'this KMS key'} alone`
    : 'what signs with it fails without it';
  return `Keep this KMS key until nothing needs it: ${needed}, and removing the distribution schedules the KMS keys of all versions for deletion.`;
}

/**
 * For an asymmetric key, whose private key stays in Vault: how to get KMS keys of the same key pair. Nothing ties the
 * ciphertext of an RSA key to one KMS key: what was encrypted with the public key outside of KMS decrypts there too.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/offline-public-key.html
 */
export function distributeAgain(target: RemedyTarget): string[] {
  const { distribution_path, purpose } = target;
  return [
    'The private key stays in Vault, and another KMS key of the same key pair decrypts and signs as this one did. Removing the distribution and distributing again creates such KMS keys, with other ids and another alias. It schedules the KMS keys of all versions for deletion, and applications fail until they use the new ones:',
    `vault delete ${distribution_path}`,
    `vault write ${distribution_path} purpose=${purpose} protection=hsm`,
  ];
}

/** Nothing but one KMS key decrypts what a symmetric one encrypted. */
export function isSymmetric({ spec }: KeyKind): boolean {
  return spec === 'SYMMETRIC_DEFAULT';
}

function encryptAgain(target: RemedyTarget, alias: string): string[] {
  const { kind, vault_kind } = target;
  const fits = encrypts(vault_kind);
  const destination = fits ? alias : '<alias of a KMS key for encryption>';
  const to = fits ? vault_kind : kind;
  const command = `aws kms re-encrypt --region ${target.region} --ciphertext-blob fileb://ciphertext --source-key-id ${target.key_id}${algorithm('source', kind)} --destination-key-id ${destination}${algorithm('destination', to)} --query CiphertextBlob --output text`;
  return [
    fits
      ? `Then encrypt each ciphertext of this KMS key again, ${isRsa(kind) ? 'naming the algorithm that encrypted it' : 'with its encryption context if it has one'}:`
      : 'The distribution is for signing, so its alias encrypts nothing. Encrypt each ciphertext of this KMS key again under a key for encryption:',
    command,
    ...(fits && isRsa(to)
      ? ['Give clients that encrypt outside of KMS the new public key:', publicKey(target.region, alias)]
      : []),
  ];
}

function signAgain(target: RemedyTarget, alias: string): string[] {
  const { kind, vault_kind } = target;
  const fits = !encrypts(vault_kind);
  const destination = fits ? alias : '<alias of a KMS key for signing>';
  const signingAlgorithm = signingAlgorithms[(fits ? vault_kind : kind).spec] ?? '<signing algorithm>';
  return [
    'This KMS key signs, and has encrypted nothing. Keep its public key: signatures verify with it outside of KMS, even when the KMS key is gone:',
    publicKey(target.region, target.key_id),
    'Then sign again what has to verify with the new key, and give clients that verify its public key:',
    `aws kms sign --region ${target.region} --key-id ${destination} --message fileb://message --message-type RAW --signing-algorithm ${signingAlgorithm} --query Signature --output text`,
    publicKey(target.region, destination),
  ];
}

function publicKey(region: string, key_id: string): string {
  return `${onKey('get-public-key', { region, key_id })} --query PublicKey --output text`;
}

/** Whether the key encrypts; others sign. */
export function encrypts({ usage }: KeyKind): boolean {
  return usage === 'ENCRYPT_DECRYPT';
}

function isRsa({ spec }: KeyKind): boolean {
  return spec.startsWith('RSA_');
}

function algorithm(side: 'source' | 'destination', kind: KeyKind): string {
  return isRsa(kind) ? ` --${side}-encryption-algorithm RSAES_OAEP_SHA_256` : '';
}

/** The first algorithm of each spec of a Vault key. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html */
const signingAlgorithms: Readonly<Record<string, string>> = {
  RSA_2048: 'RSASSA_PSS_SHA_256',
  RSA_3072: 'RSASSA_PSS_SHA_256',
  RSA_4096: 'RSASSA_PSS_SHA_256',
  ECC_NIST_P256: 'ECDSA_SHA_256',
  ECC_NIST_P384: 'ECDSA_SHA_384',
  ECC_NIST_P521: 'ECDSA_SHA_512',
};
