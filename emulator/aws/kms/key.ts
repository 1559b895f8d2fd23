import type { KeyObject } from 'node:crypto';
import { type KeySpec, type KeyUsage, keySpecs } from './specs.ts';

/** Key material: bytes (AES) or a private key. */
export type Secret = Buffer | KeyObject;

export type ExpirationModel = 'KEY_MATERIAL_EXPIRES' | 'KEY_MATERIAL_DOES_NOT_EXPIRE';

/** One key material of a key. */
export interface Material {
  /** 64 hexadecimal digits over the key's id and the material. */
  readonly id: string;
  /** `null`: deleted or expired. The same material can be imported again. */
  secret: Secret | null;
  state: 'CURRENT' | 'NON_CURRENT' | 'PENDING_ROTATION';
  expiration_model: ExpirationModel;
  valid_to: Date | null;
  description: string | null;
  rotated: { readonly date: Date; readonly type: 'ON_DEMAND' } | null;
}

/** One recorded use of a key, as GetKeyLastUsage returns it. */
export interface KeyUse {
  readonly Timestamp: Date;
  /** Such as `Encrypt`. */
  readonly Operation: string;
  readonly KmsRequestId: string;
  readonly CloudTrailEventId: string;
}

/**
 * A grant on a key, as ListGrants returns it.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html
 */
export interface Grant {
  /** ARN of the key. */
  readonly KeyId: string;
  readonly GrantId: string;
  readonly Name: string;
  readonly CreationDate: Date;
  readonly GranteePrincipal: string;
  readonly RetiringPrincipal?: string | undefined;
  readonly IssuingAccount: string;
  readonly Operations: readonly string[];
  readonly Constraints?: GrantConstraints | undefined;
}

interface GrantConstraints {
  readonly EncryptionContextSubset?: Readonly<Record<string, string>> | undefined;
  readonly EncryptionContextEquals?: Readonly<Record<string, string>> | undefined;
}

/** A multi-Region key with its replicas. */
export interface MultiRegion {
  readonly primary: { readonly arn: string; readonly region: string };
  /** Shared by the primary and all its replicas. */
  readonly replicas: { readonly arn: string; readonly region: string }[];
}

export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly created: Date;
  readonly spec: string;
  readonly usage: KeyUsage;
  readonly origin: 'AWS_KMS' | 'EXTERNAL';
  readonly multi_region: MultiRegion | null;
  readonly tags: Map<string, string>;
  /** By grant token. */
  readonly grants: Map<string, Grant>;
  /** In order of import; the current one encrypts. */
  materials: Material[];
  /** The newest recorded use and those that are not recorded yet, in order. */
  uses: KeyUse[];
  description: string;
  policy: string;
  enabled: boolean;
  /** The rotation period; `null`: no automatic rotation. */
  rotation_days: number | null;
  deletion: { readonly date: Date; readonly window_days: number } | null;
}

export type KeyState =
  | 'Enabled'
  | 'Disabled'
  | 'PendingImport'
  | 'PendingDeletion'
  | 'PendingReplicaDeletion';

/** Derives the key state. */
export function keyState(key: Key): KeyState {
  if (key.deletion !== null) return awaitsReplicas(key) ? 'PendingReplicaDeletion' : 'PendingDeletion';
  if (!hasMaterial(key)) return 'PendingImport';
  return key.enabled ? 'Enabled' : 'Disabled';
}

/** A key is usable only while all of its associated material is present. */
export function hasMaterial(key: Key): boolean {
  const associated = key.materials.filter(({ state }) => state !== 'PENDING_ROTATION');
  return associated.length > 0 && associated.every(({ secret }) => secret !== null);
}

/** The current material of a key that is usable. */
export function secretOf(key: Key): Secret {
  return currentMaterial(key)!.secret!;
}

export function currentMaterial(key: Key): Material | null {
  return key.materials.find(({ state }) => state === 'CURRENT') ?? null;
}

/** Removes expired material. */
export function expireMaterial(key: Key, now: Date): void {
  for (const material of key.materials) {
    if (material.valid_to !== null && material.valid_to <= now) material.secret = null;
  }
}

/** The waiting period of a primary key begins when its last replica is deleted. */
export function awaitsReplicas(key: Key): boolean {
  return isPrimary(key) && key.multi_region !== null && key.multi_region.replicas.length > 0;
}

export function isPrimary(key: Key): boolean {
  return key.multi_region !== null && key.multi_region.primary.arn === key.arn;
}

export function specOf(key: Key): KeySpec {
  return keySpecs[key.spec]!;
}

export function isSymmetric(key: Key): boolean {
  return specOf(key).family === 'symmetric';
}

/** The algorithms for the usage of the key. */
export function algorithmsOf(key: Key): readonly string[] {
  return specOf(key).algorithms[key.usage]!;
}
