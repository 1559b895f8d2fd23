import type { Distribution } from '../model/distribution.ts';
import type { Expectation } from '../model/expectation.ts';
import { distributionId, type MountPath } from '../model/id.ts';

/**
 * The KMS key spec that fits a Vault key type; `null` for an unknown type.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html
 */
export function keySpecOf(type: string): string | null {
  return specs[type] ?? null;
}

const specs: Readonly<Record<string, string>> = {
  'aes256-gcm96': 'SYMMETRIC_DEFAULT',
  'rsa-2048': 'RSA_2048',
  'rsa-3072': 'RSA_3072',
  'rsa-4096': 'RSA_4096',
  'ecdsa-p256': 'ECC_NIST_P256',
  'ecdsa-p384': 'ECC_NIST_P384',
  'ecdsa-p521': 'ECC_NIST_P521',
};

/**
 * The KMS key usage that fits Vault's purposes; `null` when no single usage fits, because a KMS key has
 * exactly one.
 */
export function keyUsageOf(purpose: readonly string[]): string | null {
  const signs = purpose.some((word) => word === 'sign' || word === 'verify');
  const encrypts = purpose.some((word) => ['encrypt', 'decrypt', 'wrap', 'unwrap'].includes(word));
  if (signs === encrypts) return null;
  return signs ? 'SIGN_VERIFY' : 'ENCRYPT_DECRYPT';
}

/** Disabled below `min_enabled_version`, where Vault disables the versions that it keeps; Enabled from there on. */
export function keyStateOf(expectation: Expectation, version: number): 'Enabled' | 'Disabled' {
  return version < expectation.min_enabled_version ? 'Disabled' : 'Enabled';
}

/** The version that the alias must point at: Vault's latest, or the last recorded one. */
export function latestRecorded({ versions }: Expectation): { version: number; key_id: string } | null {
  const version = Math.max(...Object.keys(versions).map(Number));
  const key_id = versions[String(version)];
  return key_id === undefined ? null : { version, key_id };
}

/** The expectation that follows from Vault's record of a distribution. */
export function expectationOf(
  distribution: Distribution,
  publicKeys: Readonly<Record<string, string>>,
): Expectation {
  const { key, kms, type, purpose, alias, latest_version, min_enabled_version, versions } = distribution;
  return {
    name: key,
    namespace: distribution.namespace,
    path: distribution.path,
    kms,
    type,
    purpose,
    alias,
    latest_version,
    min_enabled_version,
    versions,
    replica_regions: distribution.replica_regions,
    distribution_time: distribution.distribution_time === '' ? null : distribution.distribution_time,
    public_keys: publicKeys,
  };
}

/** The mount that holds a key. */
export function mountOf({ namespace = '', path = 'keymgmt' }: Expectation): MountPath {
  return { namespace, path };
}

/** The id of a key's distribution, which stands for it in reports. */
export function recordId(expectation: Expectation): string {
  return distributionId(mountOf(expectation), expectation.kms, expectation.name);
}
