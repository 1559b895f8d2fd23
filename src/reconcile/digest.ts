import { createHash } from 'node:crypto';
import type { Notice, Plan, Refusal, Step } from '../model/plan.ts';

/** The parts that a plan is made of, before it is sealed with its digest. */
export interface PlanParts {
  readonly steps: readonly Step[];
  readonly refusals: readonly Refusal[];
  readonly undeclared: readonly string[];
  readonly notices: readonly Notice[];
}

/** Seals a plan: its digest covers what would be done and what is refused, and nothing that merely informs. */
export function sealPlan({ steps, refusals, undeclared, notices }: PlanParts): Plan {
  return {
    schema_version: 1,
    digest: createHash('sha256').update(JSON.stringify({ steps, refusals })).digest('hex'),
    in_sync: refusals.length === 0 && steps.every((step) => step.op === 'refresh_credentials'),
    steps,
    refusals,
    undeclared: [...undeclared].sort(),
    notices,
  };
}
