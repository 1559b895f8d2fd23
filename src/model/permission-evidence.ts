import type { Evidence, KmsAlias, KmsKey, PolicyDocument } from './evidence.ts';
import type { Expectation } from './expectation.ts';

/** One action on one resource, as `iam:SimulatePrincipalPolicy` decided it. */
export interface SimulationRow {
  readonly action: string;
  /** `*` for none. */
  readonly resource: string;
  /** `allowed`, `explicitDeny` or `implicitDeny`. */
  readonly decision: string;
  /** `null`: the account is in no organization, or IAM does not say. */
  readonly allowed_by_organization: boolean | null;
  /** `null`: the principal has no boundary, or IAM does not say. */
  readonly allowed_by_boundary: boolean | null;
  /** Condition keys of the policies for which the simulation was given no value. */
  readonly missing_context: readonly string[];
  /** The policies whose statements decided. */
  readonly matched: readonly string[];
}

/** One simulation to ask for. */
export interface SimulationQuery {
  readonly actions: readonly string[];
  /** Empty: `*`. */
  readonly resources: readonly string[];
  readonly context: readonly ContextEntry[];
}

export interface ContextEntry {
  readonly key: string;
  readonly type: 'string' | 'boolean' | 'stringList' | 'numeric' | 'date';
  readonly values: readonly string[];
}

/** How a real call of the audited principal ended. */
export interface Observation {
  readonly action: string;
  /** The ARN of the resource, or `*`. */
  readonly resource: string;
  readonly outcome: 'succeeded' | 'denied';
  /** AWS's message, for a denial. */
  readonly message: string;
}

/** One call of the audited principal in CloudTrail that shows whether it is authorized. */
export interface PastCall {
  /** RFC 3339. */
  readonly time: string;
  /** The ARNs of the resources that the event lists. */
  readonly resources: readonly string[];
  /** AWS's message for a denial; `null`: the call succeeded. */
  readonly denial: string | null;
}

/** When policies were last changed, as far as CloudTrail lists it; `null`: no change is on record. */
export interface PolicyChanges {
  readonly principal: string | null;
  /** By the key's ARN. */
  readonly keys: Readonly<Record<string, string>>;
}

/** A user or role, as IAM describes it. */
export interface PrincipalDetails {
  readonly arn: string;
  /** Such as `AIDA…`. */
  readonly unique_id: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The service control policies that apply to an account: one list for the root, one for each organizational unit on
 * the way, and one for the account. Each list has to allow.
 */
export type OrganizationPolicies = readonly (readonly PolicyDocument[])[];

/** A KMS key that permissions are decided on. */
export interface PermissionKey {
  readonly expectation: Expectation;
  readonly key_id: string;
  readonly arn: string;
  readonly region: string;
  readonly key: Evidence<KmsKey>;
  /** `null`: not read. */
  readonly policy: Evidence<PolicyDocument> | null;
  /** The aliases that point at it; `null`: not known. */
  readonly aliases: readonly KmsAlias[] | null;
}
