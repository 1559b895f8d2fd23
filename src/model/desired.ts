import type { MountPath } from './id.ts';
import type { KeyType, Protection, Purpose } from './key.ts';
import type { SourceLocation } from './problem.ts';
import type { Secret } from './secret.ts';

/** What should be in Vault. Fields bear the names of the manifest and of Vault's API. */
export interface Desired {
  readonly mounts: readonly DesiredMount[];
}

export interface DesiredMount extends MountPath {
  /** Enable the engine at `path` when nothing is mounted there. */
  readonly create_mount: boolean;
  readonly kms: readonly DesiredProvider[];
  readonly keys: readonly DesiredKey[];
  readonly source: SourceLocation;
}

export interface DesiredProvider {
  readonly name: string;
  readonly provider: 'awskms';
  /** The AWS region; Vault cannot change it. */
  readonly key_collection: string;
  /** `null`: Vault keeps what it has, or uses its own AWS credential chain. */
  readonly credentials: AwsCredentials | null;
  readonly verify: VerifySettings;
  readonly source: SourceLocation;
}

/** The credentials that Vault uses towards AWS; it never gives them back. */
export interface AwsCredentials {
  readonly access_key: Secret;
  readonly secret_key: Secret;
  readonly session_token: Secret | null;
  readonly endpoint: string | null;
}

/** The verifier identity and the audited principal of a provider; `null` where they are not declared. */
export interface VerifySettings {
  readonly role_arn: string | null;
  readonly external_id: string | null;
  readonly principal_arn: string | null;
  readonly account_id: string | null;
  /** Fewer keys than this fail; left out: any number. */
  readonly min_keys?: number;
}

export interface DesiredKey {
  readonly name: string;
  readonly type: KeyType;
  /** The provider that it is distributed to; `null`: not distributed, and never removed from where it is. */
  readonly kms: string | null;
  /** Sorted, without repetition. */
  readonly purpose: readonly Purpose[];
  readonly protection: Protection;
  /** `null`: Vault's value stays as it is. */
  readonly deletion_allowed: boolean | null;
  /** `null`: Vault's value stays as it is; 0 means all versions. */
  readonly min_enabled_version: number | null;
  readonly replica_regions: readonly string[];
  /** Milliseconds; `null`: never. */
  readonly rotate_after: number | null;
  /** Milliseconds after which `rotate` disables a version that was replaced; `null`: never. */
  readonly retire_after: number | null;
  readonly source: SourceLocation;
}
