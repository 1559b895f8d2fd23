import { createHash } from 'node:crypto';
import type { Notice, Plan, PlanBlocker, Step } from '../model/plan.ts';

/** The parts that a plan is made of, before it is sealed with its digest. */
export interface PlanParts {
  readonly steps: readonly Step[];
  readonly refusals: readonly PlanBlocker[];
  /** Everything undeclared; what a step removes is not listed again. */
  readonly undeclared: readonly string[];
  readonly notices: readonly Notice[];
}

/**
 * Seals a plan with its digest, which covers steps and blockers. Reasons and notices are left out: they name ages, which
 * change between two runs.
 */
export function sealPlan({ steps, refusals, undeclared, notices }: PlanParts): Plan {
  const binding = {
    steps: steps.map(({ op, id, changes, disruptive, depends_on }) => ({
      op,
      id,
      changes,
      disruptive,
      depends_on,
    })),
    refusals: refusals.map(({ code, id, field, from, to }) => ({ code, id, field, from, to })),
  };
  const planned = new Set(steps.map(({ id }) => id));
  return {
    schema_version: 1,
    digest: createHash('sha256').update(JSON.stringify(binding)).digest('hex'),
    in_sync: refusals.length === 0 && steps.every((step) => step.op === 'refresh_credentials'),
    steps,
    refusals,
    undeclared: undeclared.filter((id) => !planned.has(id)).sort(),
    notices,
  };
}
