import type { EvidenceFailure } from '../model/evidence.ts';
import { showFailure } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Finding } from '../model/report.ts';
import { findingFrom } from './check.ts';
import { minKeys, noKeys, outOfTime } from './checks/run-checks.ts';
import { failureRemedy } from './failure-remedy.ts';
import type { VerifyRequest } from './verify-request.ts';

/** Whether there are keys to check at all, and as many as there must be. */
export function requestFindings(
  { region, providers, min_keys }: Pick<VerifyRequest, 'region' | 'providers' | 'min_keys'>,
  expectations: readonly Expectation[],
): Finding[] {
  const count = expectations.length;
  if (min_keys !== null && count < min_keys)
    return [
      findingFrom(minKeys, 'fail', {
        expected: `at least ${keys(min_keys)}`,
        actual: keys(count),
        message: `${region} has ${keys(count)} to check, and there must be at least ${min_keys}.`,
      }),
    ];
  const used = new Set(expectations.map(({ kms }) => kms));
  const empty = (providers ?? []).filter((kms) => !used.has(kms));
  if (count > 0 && empty.length === 0) return [];
  const where = empty.length === 0 ? '' : ` on ${empty.join(', ')}`;
  return [
    findingFrom(noKeys, 'indeterminate', {
      expected: `a key${where} in ${region}`,
      actual: 'no key',
      message: `There is no key to check${where} in ${region}.`,
    }),
  ];
}

/** What an incomplete run did not reach. */
interface Unreached {
  /** Keys that were not checked. */
  readonly keys: number;
  /** The permissions were requested and not decided. */
  readonly permissions: boolean;
  /** Something was checked, so that a further call makes progress too. */
  readonly moved: boolean;
  /** What kept the run from its first key; `null`: nothing did. */
  readonly failure: EvidenceFailure | null;
}

/** What time ran out for, and why no further call would get further. */
export function timeFinding({ keys: missing, permissions, moved, failure }: Unreached): Finding {
  const parts = [...(missing > 0 ? [keys(missing)] : []), ...(permissions ? ['the permissions'] : [])];
  const message = `Time ran out before ${parts.join(' and ')} could be checked`;
  const found = { expected: 'everything checked', actual: `${parts.join(' and ')} not checked` };
  if (moved) return findingFrom(outOfTime, 'indeterminate', { ...found, message: `${message}.` });
  const why = failure === null ? '' : ` (${showFailure(failure)})`;
  return findingFrom(outOfTime, 'indeterminate', {
    ...found,
    message: `${message}${why}. This run made no progress, so the report has no \`next\`.`,
    remedy:
      failure === null ? "Raise the function's timeout, or the action's `timeout`." : failureRemedy(failure),
  });
}

function keys(count: number): string {
  return count === 1 ? '1 key' : `${count} keys`;
}
