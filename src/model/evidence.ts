/**
 * What AWS answered, as plain data: the checks read nothing else. `src/aws/read-evidence.ts` fills it in; a test
 * writes it down.
 */

/** AWS's answer to one call, or why there is none. */
export type Evidence<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: EvidenceFailure };

/** Why a call to AWS gave no answer; `src/verify/failure-remedy.ts` has the remedy for each. */
export type FailureCause =
  /** The object does not exist, as far as the verifier identity can see. */
  | 'not_found'
  /** The identity is known, and may not make this call. */
  | 'denied'
  /** The credentials were valid and have expired. */
  | 'expired'
  /** There are no credentials to sign with. */
  | 'no_credentials'
  /** AWS does not know the access key, or the signature does not match. */
  | 'invalid_credentials'
  /** The identity belongs to another AWS partition than the region. */
  | 'wrong_partition'
  /** AWS understood the call, and the object does not support it. */
  | 'unsupported'
  | 'throttled'
  /** No connection: the name does not resolve, the connection was refused, dropped or has no route. */
  | 'unreachable'
  /** The proxy of the environment refused, or cannot be reached itself. */
  | 'proxy'
  /** The TLS certificate is not trusted, has expired, or is for another host. */
  | 'tls'
  /** Connected or not, no answer came in time. */
  | 'timeout'
  /** The service answered 5xx. */
  | 'unavailable'
  /** What answered is not the AWS service. */
  | 'wrong_host'
  /** The run's own time ran out before the answer. */
  | 'aborted'
  /** Not called, because an earlier failure made it pointless. */
  | 'not_called'
  | 'other';

export interface EvidenceFailure {
  readonly cause: FailureCause;
  /** The error code of AWS or of the connection, such as `AccessDeniedException` or `ECONNREFUSED`. */
  readonly code: string;
  /** The error's own text. */
  readonly message: string;
  /** The operation that failed, as IAM names it: `kms:DescribeKey`. */
  readonly action: string;
  /** The host that was called, with its port where that is not 443; left out when nothing was sent. */
  readonly host?: string;
  /** The proxy that the call goes through, without its credentials; left out for the direct route. */
  readonly proxy?: string;
}

export function found<T>(value: T): Evidence<T> {
  return { ok: true, value };
}

export function failed<T>(failure: EvidenceFailure): Evidence<T> {
  return { ok: false, failure };
}

/** One line: the operation, the error's code, its text. */
export function showFailure({ action, code, message }: EvidenceFailure): string {
  return `${action}: ${code}: ${message}`;
}

/**
 * DescribeKey's `KeyMetadata`, as far as a check reads it. Times are RFC 3339; enum values are AWS's own, unknown
 * ones included.
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

/** One entry of ListGrants. */
export interface KeyGrant {
  readonly grantee: string;
  /** Such as `DescribeKey`. */
  readonly operations: readonly string[];
  /** The grant holds only for some encryption context. */
  readonly is_constrained: boolean;
}

/** When a KMS key was last used: `kms:GetKeyLastUsage`. Times are RFC 3339. */
export interface KeyUsage {
  /** `null`: no use is on record. */
  readonly last_used: string | null;
  /** Such as `Decrypt`; `null`: no use is on record. */
  readonly operation: string | null;
  /** CloudTrail's id of the use; left out: none is on record. */
  readonly event_id?: string;
  readonly created: string;
  /** The beginning of the record. */
  readonly tracked_since: string;
}

/** A policy document as AWS gives it: JSON that was parsed and is not trusted to have any shape. */
export type PolicyDocument = unknown;

/** IAM Access Analyzer's answer for one policy. */
export interface PublicAccess {
  readonly result: 'PASS' | 'FAIL';
  readonly reasons: readonly string[];
}

/** The one use of a KMS key, for the check `canary`. */
export interface CanaryEvidence {
  /** `encrypt`: makes the canary; `decrypt`: reads it, or what Vault's public key encrypted; `sign`: signs its text. */
  readonly use: 'encrypt' | 'decrypt' | 'sign';
  /** Ciphertext or signature in base64; what was decrypted as text. */
  readonly answer: Evidence<string>;
}

/** What was read about one key version; `null`: not read, because the depth or the key's type does not ask for it. */
export interface VersionEvidence {
  readonly key: Evidence<KmsKey>;
  readonly policy: Evidence<PolicyDocument> | null;
  /** What IAM Access Analyzer says about the key policy. */
  readonly public_access: Evidence<PublicAccess> | null;
  readonly materials: Evidence<readonly KeyMaterial[]> | null;
  /** SubjectPublicKeyInfo, DER in base64. */
  readonly public_key: Evidence<string> | null;
  readonly grants: Evidence<readonly KeyGrant[]> | null;
  /** Left out: the key was not used. */
  readonly canary?: CanaryEvidence;
  /** The latest of all regions that the key is in. */
  readonly usage: Evidence<KeyUsage> | null;
  /** By replica region. */
  readonly replicas: Readonly<Record<string, Evidence<KmsKey>>>;
  /** The replicas' key policies, by region; empty at the depth `standard`. */
  readonly replica_policies: Readonly<Record<string, Evidence<PolicyDocument>>>;
}

/** The caller's identity, as STS answers it. */
export interface Identity {
  readonly account_id: string;
  readonly arn: string;
}

/** Whether the credentials themselves are at fault: no call with them can succeed. */
export function isCredentialFailure({ cause }: EvidenceFailure): boolean {
  return ['expired', 'no_credentials', 'invalid_credentials', 'wrong_partition'].includes(cause);
}
