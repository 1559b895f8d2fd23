import type { Notice } from './plan.ts';

/** The verdict on a thing: the worst of its parts (fail, then indeterminate, then pass). */
export type Status = 'pass' | 'fail' | 'indeterminate';

/** What the verifier found (contract 2.2): plain data, printed as it is. */
export interface Report {
  readonly schema_version: 1;
  readonly status: Status;
  /** `status` is `pass` and `complete` is true. */
  readonly compliant: boolean;
  /** `false`: time ran out; `next` takes the check up where it stopped. */
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
  readonly orphans: readonly Orphan[];
  /** What concerns the region or the run as a whole and did not pass. */
  readonly findings: readonly Finding[];
  /** What is worth knowing and changes no verdict; the code is a check's id. */
  readonly notices: readonly Notice[];
}

export interface Summary {
  readonly keys: number;
  readonly versions: number;
  /** Key versions by status. */
  readonly passed: number;
  readonly failed: number;
  readonly indeterminate: number;
  readonly permissions: { readonly allowed: number; readonly denied: number; readonly indeterminate: number };
}

export interface KeyReport {
  readonly name: string;
  readonly kms: string;
  readonly alias: string;
  readonly status: Status;
  readonly versions: readonly VersionReport[];
  /** What did not pass, of the key as a whole. */
  readonly findings: readonly Finding[];
}

export interface VersionReport {
  readonly version: number;
  readonly key_id: string;
  readonly arn: string | null;
  readonly key_state: string | null;
  /** KMS's id of the key material; recorded, it shows later whether the material was replaced. */
  readonly key_material_id: string | null;
  readonly status: Status;
  /** What did not pass. */
  readonly findings: readonly Finding[];
}

export interface Finding {
  /** The check's id; `docs/checks.md` lists them. */
  readonly check: string;
  readonly status: Status;
  readonly expected: string;
  readonly actual: string;
  readonly message: string;
  readonly remediation: string;
}

export type Decision = 'allowed' | 'denied' | 'indeterminate';

/** Whether the judged principal may do one action, and how that was established. */
export interface PermissionReport {
  readonly action: string;
  readonly decision: Decision;
  /** The rung of the evidence ladder that decided. */
  readonly method: string;
  readonly evidence: string;
  /** The policy layer that decided, such as `identity policy`; `null` when it is not known. */
  readonly layer: string | null;
  /** How far the evidence reaches, and what would settle an open question. */
  readonly message: string;
  readonly needed_for: string;
  /** The permission sets that ask for it. */
  readonly sets: readonly string[];
  /** Who is judged; `null`: nobody was named. */
  readonly principal_arn: string | null;
}

/** An alias under `alias/hashicorp/`, or a key with imported material and no alias, that no distribution accounts for. */
export interface Orphan {
  /** `null`: the key has none. */
  readonly alias: string | null;
  readonly key_id: string | null;
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
