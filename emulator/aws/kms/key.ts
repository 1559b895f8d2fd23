import type { KeyObject } from 'node:crypto';
import type { KeySpec, KeyUsage } from './specs.ts';
import { keySpecs } from './specs.ts';

/** What a KMS key computes with: bytes (AES) or a private key. */
export type Secret = Buffer | KeyObject;

export type ExpirationModel = 'KEY_MATERIAL_EXPIRES' | 'KEY_MATERIAL_DOES_NOT_EXPIRE';

/** One piece of key material that belongs to a key, for good. */
export interface Material {
  /** 64 hexadecimal digits over the key's id and the material. */
  readonly id: string;
  /** `null`: deleted or expired; the same material may be imported again. */
  secret: Secret | null;
  state: 'CURRENT' | 'NON_CURRENT' | 'PENDING_ROTATION';
  expiration_model: ExpirationModel;
  valid_to: Date | null;
  description: string | null;
  rotated: { readonly date: Date; readonly type: 'ON_DEMAND' } | null;
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
  /** In the order in which it came; the current one is what encrypts. */
  materials: Material[];
  description: string;
  policy: string;
  enabled: boolean;
  deletion: { readonly date: Date; readonly window_days: number } | null;
}

export type KeyState =
  | 'Enabled'
  | 'Disabled'
  | 'PendingImport'
  | 'PendingDeletion'
  | 'PendingReplicaDeletion';

/** The state follows from what the key has and what was decided about it. */
export function keyState(key: Key): KeyState {
  if (key.deletion !== null) return awaitsReplicas(key) ? 'PendingReplicaDeletion' : 'PendingDeletion';
  if (!hasMaterial(key)) return 'PendingImport';
  return key.enabled ? 'Enabled' : 'Disabled';
}

/** A key is usable only while every material that it ever encrypted with is there. */
export function hasMaterial(key: Key): boolean {
  const associated = key.materials.filter(({ state }) => state !== 'PENDING_ROTATION');
  return associated.length > 0 && associated.every(({ secret }) => secret !== null);
}

export function currentMaterial(key: Key): Material | null {
  return key.materials.find(({ state }) => state === 'CURRENT') ?? null;
}

/** Takes away the material whose time is over. */
export function expireMaterial(key: Key, now: Date): void {
  for (const material of key.materials) {
    if (material.valid_to !== null && material.valid_to <= now) material.secret = null;
  }
}

/** A primary key is deleted only after its replicas; until then the waiting period has not begun. */
export function awaitsReplicas(key: Key): boolean {
  return isPrimary(key) && key.multi_region !== null && key.multi_region.replicas.length > 0;
}

export function isPrimary(key: Key): boolean {
  return key.multi_region !== null && key.multi_region.primary.arn === key.arn;
}

export function specOf(key: Key): KeySpec {
  return keySpecs[key.spec]!;
}
