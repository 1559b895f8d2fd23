import type { Evidence, PolicyDocument } from './evidence.ts';

/** One action on one resource, as `iam:SimulatePrincipalPolicy` decided it. */
export interface SimulationRow {
  readonly action: string;
  /** `*` for none. */
  readonly resource: string;
  /** `allowed`, `explicitDeny` or `implicitDeny`. */
  readonly decision: string;
  /** `null`: the account is in no organization, or IAM did not say. */
  readonly allowed_by_organization: boolean | null;
  /** `null`: the principal has no boundary, or IAM did not say. */
  readonly allowed_by_boundary: boolean | null;
  /** Condition keys of the policies that the request of the simulation did not carry. */
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
  readonly type: 'string' | 'boolean' | 'stringList';
  readonly values: readonly string[];
}

/** What a real call of the judged principal came to. */
export interface Observation {
  readonly action: string;
  readonly outcome: 'worked' | 'refused';
  /** AWS's words for a refusal; the resource for a success. */
  readonly detail: string;
}

/** What CloudTrail remembers of the principal, the newest event of each kind. */
export interface HistoryRow {
  readonly action: string;
  /** RFC 3339; `null`: no such event. */
  readonly worked: string | null;
  readonly refused: string | null;
  /** AWS's words for the refusal. */
  readonly sentence: string | null;
}

/** Everything that bears on the decisions; `null`: not asked. */
export interface PermissionEvidence {
  /** The user's or role's ARN, path included; `null`: nobody is judged. */
  readonly principal_arn: string | null;
  /** The account of the keys. */
  readonly account_id: string | null;
  /** The ARNs that the simulation was about. */
  readonly resources: Readonly<Record<'any' | 'key' | 'alias' | 'new_key', readonly string[]>>;
  readonly simulation: Evidence<readonly SimulationRow[]> | null;
  /** By the key's ARN, those that were read; one stands for the others. Empty: no key is distributed yet. */
  readonly key_policies: Readonly<Record<string, Evidence<PolicyDocument>>>;
  readonly observations: readonly Observation[];
  readonly history: Evidence<readonly HistoryRow[]> | null;
}

/** When a KMS key was last used: `kms:GetKeyLastUsage`. Times are RFC 3339. */
export interface KeyUsage {
  /** `null`: no use is on record. */
  readonly last_used: string | null;
  /** Such as `Decrypt`; `null`: no use is on record. */
  readonly operation: string | null;
  readonly created: string;
  /** The beginning of the record. */
  readonly tracked_since: string;
}
