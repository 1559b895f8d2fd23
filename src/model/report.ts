import type { ControlSource } from './controls/all-controls.ts';
import type { Canary } from './expectation.ts';
import type { FindingId } from './finding-id.ts';
import type { Inventory } from './inventory.ts';

/** The status of a thing: the worst of its parts (fail, then indeterminate, then pass). */
export type Status = 'pass' | 'fail' | 'indeterminate';

/** What the verifier found, as plain data: the JSON of the report. */
export interface Report {
  readonly schema_version: 1;
  readonly status: Status;
  /** `status` is `pass` and `complete` is true. */
  readonly compliant: boolean;
  /** `false`: time ran out; `next` continues where the check stopped. */
  readonly complete: boolean;
  readonly next?: string;
  readonly region: string;
  readonly account_id: string | null;
  readonly principal_arn: string | null;
  /** RFC 3339. */
  readonly checked_at: string;
  readonly summary: Summary;
  readonly keys: readonly KeyReport[];
  readonly permissions: readonly PermissionReport[];
  /** What the evidence for permissions cannot see, and how many keys it was decided on. */
  readonly limits: readonly Limit[];
  readonly orphans: readonly Orphan[];
  /** Findings about the region or the run as a whole. */
  readonly findings: readonly Finding[];
  /** Information that does not change the status. */
  readonly notices: readonly ReportNotice[];
  /** What the checks read; left out by a verifier of an older version. */
  readonly depth?: 'standard' | 'full';
  /** What differs from an earlier report; left out: none was given. */
  readonly changes?: ReportChanges;
  /** What does not pass and is accepted; it is in no other list. Left out: no exceptions were given. */
  readonly accepted?: readonly Accepted[];
  /** By check that ran: the ids of the requirements that it is evidence for. */
  readonly controls?: Readonly<Partial<Record<ControlSource, readonly string[]>>>;
  /** The customer managed KMS keys, a region of an account each; at depth `full`, where all that Vault has is checked. */
  readonly inventory?: readonly Inventory[];
}

export interface Summary {
  readonly keys: number;
  /** Keys by status; they add up to `keys`. */
  readonly key_status: { readonly passed: number; readonly failed: number; readonly indeterminate: number };
  readonly versions: number;
  /** Key versions by status; they add up to `versions`. */
  readonly passed: number;
  readonly failed: number;
  readonly indeterminate: number;
  readonly permissions: { readonly allowed: number; readonly denied: number; readonly indeterminate: number };
}

export interface KeyReport {
  /** The id of the distribution; left out by a verifier of an older version. */
  readonly id?: string;
  readonly name: string;
  readonly kms: string;
  readonly alias: string;
  readonly status: Status;
  readonly versions: readonly VersionReport[];
  /** Findings about the key as a whole. */
  readonly findings: readonly Finding[];
}

export interface VersionReport {
  readonly version: number;
  readonly key_id: string;
  readonly arn: string | null;
  readonly key_state: string | null;
  /** KMS's id of the key material; a later report compares it to show whether the material was replaced. */
  readonly key_material_id: string | null;
  /** The key policy was read; left out: it was not, which at depth `standard` is so for all keys of a provider but one. */
  readonly policy_read?: true;
  /** When the KMS key was last used; left out: not read, which depth `full` does. */
  readonly usage?: VersionUsage;
  /** Left out: the KMS key was not used, and no earlier report keeps a canary of it. */
  readonly canary?: CanaryReport;
  readonly status: Status;
  readonly findings: readonly Finding[];
}

/** What came of the use of a KMS key for the check `canary`, and what the next run decrypts. */
export interface CanaryReport extends Partial<Canary> {
  /** `made`: encrypted in this run, which says nothing about older data; `not_used`: only kept for a later run. */
  readonly result: Status | 'made' | 'not_used';
}

/** What KMS has on record about the use of a KMS key. Times are RFC 3339. */
interface VersionUsage {
  /** `null`: no use is on record. */
  readonly last_used: string | null;
  /** Such as `Decrypt`; `null`: no use is on record. */
  readonly operation: string | null;
  /** The beginning of the record. */
  readonly tracked_since: string;
}

/** How much a failed check matters, in the words of AWS Security Hub. */
export const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** A check that did not pass. */
export interface Finding {
  /** The same from run to run: what an exception names. Left out by a verifier of an older version. */
  readonly id?: string;
  /** How much it matters; it does not affect the status. Left out by a verifier of an older version. */
  readonly severity?: Severity;
  /** The check's id; `docs/checks.md` lists them. */
  readonly check: FindingId;
  readonly status: Status;
  /** Of the replica in this region, which has the id of its primary; left out: of the KMS key itself. */
  readonly replica_region?: string;
  readonly expected: string;
  readonly actual: string;
  readonly message: string;
  /** Sentences and commands, one per line. */
  readonly remediation: string;
}

/** Information about one thing that does not change the status. */
export interface ReportNotice {
  readonly code: FindingId;
  readonly id: string;
  readonly message: string;
}

export type Decision = 'allowed' | 'denied' | 'indeterminate';

/** Whether the audited principal may do one action, and the evidence for it. */
export interface PermissionReport {
  /** What an exception names; only where it is not allowed. Left out by a verifier of an older version. */
  readonly id?: string;
  readonly action: string;
  readonly decision: Decision;
  /** The kind of evidence that decided. */
  readonly method: string;
  readonly evidence: string;
  /** The policy layer that decided, such as `identity policy`; `null` when it is not known. */
  readonly layer: string | null;
  /** How far the evidence reaches, and what would decide an open question. */
  readonly message: string;
  /** What to change, which the message ends with; a statement to paste where one would do. Empty for an allowance. */
  readonly remedy: string;
  readonly needed_for: string;
  /** The permission sets that include the action. */
  readonly sets: readonly string[];
  /** The audited principal; `null`: none was given. */
  readonly principal_arn: string | null;
  readonly region: string;
  /** The providers whose keys it was decided on. */
  readonly kms: readonly string[];
}

/** Something that the evidence for permissions cannot see, said once for all of them. */
export interface Limit {
  readonly code:
    | 'sample'
    | 'session_policies'
    | 'vpc_endpoint_policies'
    | 'resource_control_policies'
    | 'service_control_policies'
    | 'assumptions';
  readonly message: string;
}

/** An alias under `alias/hashicorp/`, or a key with imported material and no alias, that belongs to no distribution. */
export interface Orphan {
  /** `null`: the key has none. */
  readonly alias: string | null;
  readonly key_id: string | null;
}

/** Why a finding is accepted, by whom and for how long. */
export interface Exception {
  /** The id of a finding, or of a permission that is not allowed. */
  readonly id: string;
  readonly reason: string;
  readonly owner: string;
  /** `2027-01-31`: from the beginning of this day on, in UTC, the finding counts again. */
  readonly expires: string;
}

/** What does not pass and is accepted: it is counted apart and does not affect any status. */
export type Accepted = Exception & {
  /** The id of the distribution; `null`: the region, or a permission. */
  readonly key: string | null;
  /** `null`: the key as a whole. */
  readonly version: number | null;
} & (
    | { readonly finding: Finding; readonly permission?: never }
    | { readonly permission: PermissionReport; readonly finding?: never }
  );

/** What differs from an earlier report. */
export interface ReportChanges {
  /** When the earlier report was made; RFC 3339. */
  readonly since: string;
  /** What does not pass now and did before, or was not there; also what failed to be established and fails now. */
  readonly new: readonly ChangedFinding[];
  /** What did not pass, was checked again and passes. */
  readonly fixed: readonly ChangedFinding[];
  /** How many findings are in both. */
  readonly unchanged: number;
  readonly material_replaced: readonly ReplacedMaterial[];
  /** The ids of the distributions that the earlier report does not have. */
  readonly keys_added: readonly string[];
  /** The ids of the distributions that only the earlier report has; empty while this one is incomplete. */
  readonly keys_gone: readonly string[];
  /** Allowed now, denied before. */
  readonly permissions_gained: readonly ChangedPermission[];
  /** Denied now, allowed before. */
  readonly permissions_lost: readonly ChangedPermission[];
}

/** A finding, or a permission that is not allowed. */
export interface ChangedFinding {
  readonly id: string;
  /** The check's id, or `permission`. */
  readonly check: string;
  readonly status: Status;
  readonly message: string;
}

/** A key version whose KMS key has other material than before. */
interface ReplacedMaterial {
  /** The id of the distribution. */
  readonly id: string;
  readonly version: number;
  readonly key_id: string;
  readonly from: string;
  readonly to: string;
}

interface ChangedPermission {
  readonly action: string;
  readonly principal_arn: string | null;
  readonly region: string;
}

/** The worst of the statuses; `pass` for none. */
export function worst(statuses: Iterable<Status>): Status {
  let result: Status = 'pass';
  for (const status of statuses) {
    if (status === 'fail') return 'fail';
    if (status === 'indeterminate') result = 'indeterminate';
  }
  return result;
}

/** Whether a line of a remedy is a command to paste into a shell. */
export function isCommand(line: string): boolean {
  return /^(aws|vault) [a-z]/.test(line);
}

/** Sorts the worst status first. */
export function bySeverity(a: { readonly status: Status }, b: { readonly status: Status }): number {
  return rank[a.status] - rank[b.status];
}

const rank = { fail: 0, indeterminate: 1, pass: 2 } as const;
