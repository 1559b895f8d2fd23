import type { BlockerCode, NoticeCode } from './codes/catalogue.ts';

/** What a step does; `docs/architecture.md` says how each is executed. */
const ops = [
  'enable_mount',
  'create_key',
  'update_key',
  'register_provider',
  'refresh_credentials',
  'distribute',
  'replicate',
  'rotate',
  'remove_distribution',
  'delete_provider',
] as const;
export type Op = (typeof ops)[number];

/** The difference between Vault and the declaration: plain data without a secret, printed as it is. */
export interface Plan {
  readonly schema_version: 1;
  /** SHA-256, in hex, over the steps and blockers: what was approved is what runs. */
  readonly digest: string;
  /** True when the only steps are credential refreshes, which cannot be compared. */
  readonly in_sync: boolean;
  /** In an order that respects `depends_on`. */
  readonly steps: readonly Step[];
  /** The blockers: a plan with any of them is not applied at all. */
  readonly refusals: readonly PlanBlocker[];
  /** The ids of what Vault has and the declaration does not. */
  readonly undeclared: readonly string[];
  readonly notices: readonly Notice[];
}

export interface Step {
  readonly op: Op;
  /** The mount's, provider's, key's or distribution's id. */
  readonly id: string;
  readonly changes: readonly Change[];
  readonly reason: string;
  /** Removes something from KMS, deletes it in Vault, or disables it. */
  readonly disruptive: boolean;
  /** Ids: every earlier step with one of them must be done first. */
  readonly depends_on: readonly string[];
}

export interface Change {
  readonly field: string;
  readonly from: Value;
  readonly to: Value;
}

/** A field's value; `null` where there is none yet. */
export type Value = string | number | boolean | readonly string[] | null;

/** A value as a person reads it: a list joined by commas, nothing as `(none)`. */
export function showValue(value: Value): string {
  if (value === null) return '(none)';
  if (typeof value !== 'object') return String(value);
  return value.length === 0 ? '(none)' : value.join(', ');
}

/** What is declared but cannot be done, and the remedy. */
export interface PlanBlocker {
  readonly code: BlockerCode;
  readonly id: string;
  readonly field: string | null;
  readonly from: Value;
  readonly to: Value;
  readonly message: string;
  readonly remedy: string;
}

/** A fact about a plan that stops nothing. */
export interface Notice {
  readonly code: NoticeCode;
  readonly id: string;
  readonly message: string;
}
