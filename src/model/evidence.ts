/**
 * What AWS said, as plain data: the only thing the checks look at. `src/aws/read-evidence.ts` fills it in, a test
 * writes it down.
 */

/** AWS's answer to one question, or why there is none. */
export type Evidence<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: EvidenceFailure };

export type FailureKind =
  /** The thing is not there, as far as the one who looks can see. */
  | 'not_found'
  /** The one who looks may not ask. */
  | 'denied'
  /** The credentials themselves are no good: wrong, expired, disabled. */
  | 'credentials'
  /** AWS understood, and the thing does not support it. */
  | 'unsupported'
  | 'throttled'
  /** No answer at all: network, time-out. */
  | 'unreachable'
  /** Time ran out before the question was answered. */
  | 'aborted'
  | 'other';

export interface EvidenceFailure {
  readonly kind: FailureKind;
  /** AWS's own error code, such as `AccessDeniedException`. */
  readonly code: string;
  /** AWS's own words. */
  readonly message: string;
  /** The operation that was refused, as IAM names it: `kms:DescribeKey`. */
  readonly action: string;
}

export function found<T>(value: T): Evidence<T> {
  return { ok: true, value };
}

export function failed<T>(failure: EvidenceFailure): Evidence<T> {
  return { ok: false, failure };
}

/** One line: the operation, the code, AWS's words. */
export function showFailure({ action, code, message }: EvidenceFailure): string {
  return `${action}: ${code}: ${message}`;
}

/**
 * DescribeKey's `KeyMetadata`, as far as a check looks at it. Times are RFC 3339; enum values are AWS's own
 * words, unknown ones included.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html
 */
export interface KmsKey {
  readonly key_id: string;
  readonly arn: string;
  readonly account_id: string | null;
  readonly creation_date: string | null;
  readonly key_state: string | null;
  readonly key_usage: string | null;
  readonly key_spec: string | null;
  readonly origin: string | null;
  readonly key_manager: string | null;
  readonly deletion_date: string | null;
  readonly expiration_model: string | null;
  readonly valid_to: string | null;
  readonly custom_key_store_id: string | null;
  readonly multi_region: MultiRegion | null;
  readonly key_material_id: string | null;
}

interface MultiRegion {
  /** `PRIMARY` or `REPLICA`. */
  readonly type: string | null;
  readonly primary_region: string | null;
  readonly replica_regions: readonly string[];
}

/** One entry of ListAliases. */
export interface KmsAlias {
  readonly name: string;
  /** Without one the alias points nowhere. */
  readonly target_key_id: string | null;
  readonly created: string | null;
  readonly updated: string | null;
}

/** One entry of ListKeyRotations with `IncludeKeyMaterial=ALL_KEY_MATERIAL`. */
export interface KeyMaterial {
  readonly id: string | null;
  readonly state: string | null;
  readonly import_state: string | null;
  readonly rotation_date: string | null;
}

/** A policy document as AWS gives it: JSON that was parsed and is not trusted to have any shape. */
export type PolicyDocument = unknown;

/** What was read about one key version; `null`: not looked at, because the depth or the key's type does not ask for it. */
export interface VersionEvidence {
  readonly key: Evidence<KmsKey>;
  readonly policy: Evidence<PolicyDocument> | null;
  readonly materials: Evidence<readonly KeyMaterial[]> | null;
  /** SubjectPublicKeyInfo, DER in base64. */
  readonly public_key: Evidence<string> | null;
  /** By replica region. */
  readonly replicas: Readonly<Record<string, Evidence<KmsKey>>>;
}

/** Who asks, as STS says. */
export interface Identity {
  readonly account_id: string;
  readonly arn: string;
}
