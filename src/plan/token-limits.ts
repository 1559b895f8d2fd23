import { RunError } from '../model/errors.ts';
import type { Op, Plan } from '../model/plan.ts';

/** What a token allows from now on; `null`: no limit, or none that is known. */
export interface TokenLimits {
  readonly uses_left: number | null;
  /** When it ends and cannot be renewed or replaced. */
  readonly ends: Date | null;
}

/** The fewest requests that each step sends. */
const requests: Readonly<Record<Op, number>> = {
  enable_mount: 1,
  create_key: 1,
  update_key: 1,
  register_provider: 1,
  refresh_credentials: 1,
  distribute: 2,
  replicate: 1,
  rotate: 4,
  remove_distribution: 1,
  delete_provider: 1,
};

/** The error for a token that has too few uses for the plan; `null` when it has enough. */
export function tooFewUses({ steps }: Plan, { uses_left }: TokenLimits): RunError | null {
  const needed = steps.reduce((sum, { op }) => sum + requests[op], 0);
  if (uses_left === null || uses_left >= needed) return null;
  return new RunError(
    'token_uses',
    `The token can be used ${uses_left} more times, and the plan needs at least ${needed} requests. Nothing was written.`,
    "Set the role's token_num_uses to 0 (no limit), or raise it.",
  );
}

/**
 * A warning for a token that ends before the plan can be done; `null` when nothing says so. KMS accepts about one import
 * of key material per second and account, so that each copy into KMS takes a second or more.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 */
export function tooShortLife({ steps }: Plan, { ends }: TokenLimits, now: Date): string | null {
  const copies = steps.filter(
    ({ op }) => op === 'distribute' || op === 'rotate' || op === 'replicate',
  ).length;
  if (ends === null || ends.getTime() - now.getTime() >= copies * 1_000) return null;
  return `The token ends at ${ends.toISOString()} and cannot be renewed, and the plan copies ${copies} keys into KMS, at about one per second: raise the role's token_ttl, or declare fewer keys per run.`;
}
