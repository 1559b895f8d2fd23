import type { AwsReader } from '../model/aws-reader.ts';
import { type Evidence, type EvidenceFailure, failed } from '../model/evidence.ts';

/** The share of the time left that one call to a slow service may take. */
const share = 0.25;

/** The least that it gets, in milliseconds. */
const least = 1_000;

/**
 * A reader whose calls to services other than KMS and STS, and those that KMS answers slowly, end in time to report on
 * the keys: each takes a quarter of the time left at most. A service that gave no answer once is not called again.
 *
 * @param open makes a reader whose calls end with the signal
 * @param left milliseconds until the deadline
 */
export function limitSlowServices(
  reader: AwsReader,
  open: (signal: AbortSignal) => AwsReader,
  left: () => number,
): AwsReader {
  const iam = limiter(open, left);
  const analyzer = limiter(open, left);
  const organizations = limiter(open, left);
  const trail = limiter(open, left);
  const usage = limiter(open, left);
  return {
    ...reader,
    principal: (...args) => iam((limited) => limited.principal(...args)),
    simulate: (...args) => iam((limited) => limited.simulate(...args)),
    publicAccess: (...args) => analyzer((limited) => limited.publicAccess(...args)),
    organizationPolicies: (...args) => organizations((limited) => limited.organizationPolicies(...args)),
    history: (...args) => trail((limited) => limited.history(...args)),
    lastUsage: (...args) => usage((limited) => limited.lastUsage(...args)),
    keyCreators: (...args) => trail((limited) => limited.keyCreators(...args)),
    policyChanges: (...args) => trail((limited) => limited.policyChanges(...args)),
  };
}

function limiter(open: (signal: AbortSignal) => AwsReader, left: () => number) {
  let unanswered: EvidenceFailure | null = null;
  return async <T>(call: (limited: AwsReader) => Promise<Evidence<T>>): Promise<Evidence<T>> => {
    if (unanswered !== null) return failed(unanswered);
    const time = Math.round(Math.max(least, left() * share));
    const signal = AbortSignal.timeout(time);
    const result = await call(open(signal));
    if (result.ok || !signal.aborted || result.failure.cause !== 'aborted') return result;
    unanswered = {
      ...result.failure,
      cause: 'timeout',
      code: 'TimeoutError',
      message: `no answer within ${(time / 1_000).toFixed(1)} s`,
    };
    return failed(unanswered);
  };
}
