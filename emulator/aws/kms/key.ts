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

/** One recorded use of a key. */
export interface KeyUse {
  /** Such as `Encrypt`. */
  readonly operation: string;
  readonly date: Date;
  readonly request_id: string;
  /** The id of the CloudTrail event. */
  readonly event_id: string;
}

/** A grant on a key. */
export interface Grant {
  readonly id: string;
  readonly token: string;
  readonly name: string;
  readonly created: Date;
  /** ARN of the grantee principal. */
  readonly grantee: string;
  readonly retiring: string | null;
  /** ARN of the issuing account. */
  readonly issuer: string;
  readonly operations: readonly string[];
  readonly constraints: {
    readonly EncryptionContextSubset?: Readonly<Record<string, string>> | undefined;
    readonly EncryptionContextEquals?: Readonly<Record<string, string>> | undefined;
  };
}

interface MultiRegion {
  readonly primary: { arn: string; region: string };
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
  /** In order of import; the current one encrypts. */
  materials: Material[];
  /** The newest recorded use and those that are not recorded yet, in order. */
  uses: KeyUse[];
  grants: Grant[];
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
