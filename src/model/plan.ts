/** What a step does; `docs/architecture.md` says how each is carried out. */
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

/** What separates Vault from what is declared: plain data without a secret, printed as it is. */
export interface Plan {
  readonly schema_version: 1;
  /** SHA-256, in hex, over the steps and refusals: what was approved is what runs. */
  readonly digest: string;
  /** Nothing to do but refreshing credentials, which cannot be compared. */
  readonly in_sync: boolean;
  /** In an order that respects `depends_on`. */
  readonly steps: readonly Step[];
  /** A plan with a refusal is not carried out at all. */
  readonly refusals: readonly PlanBlocker[];
  /** The ids of what Vault has and nobody declares. */
  readonly undeclared: readonly string[];
  readonly notices: readonly Notice[];
}

export interface Step {
  readonly op: Op;
  /** The mount's, provider's, key's or distribution's id. */
  readonly id: string;
  readonly changes: readonly Change[];
  readonly reason: string;
  /** Takes something out of a KMS, or away from Vault. */
  readonly disruptive: boolean;
  /** Ids: every earlier step of theirs must have been done. */
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

/** What is declared but cannot be done, and the way out. */
export interface PlanBlocker {
  readonly code: string;
  readonly id: string;
  readonly field: string | null;
  readonly from: Value;
  readonly to: Value;
  readonly message: string;
  readonly remedy: string;
}

/** What is worth knowing and stops nothing. */
export interface Notice {
  readonly code: string;
  readonly id: string;
  readonly message: string;
}
