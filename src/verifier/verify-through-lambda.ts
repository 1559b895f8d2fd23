import { type ClientSettings, type Clients, openClients } from '../aws/clients.ts';
import type { Clock } from '../model/effects.ts';
import { RunError } from '../model/errors.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Report } from '../model/report.ts';
import { batchesOf } from '../verify/batches.ts';
import { joinContinuation } from '../verify/build-report.ts';
import { invokeVerifier, type VerifierEvent, type VerifierFunction } from './invoke-verifier.ts';
import { openSharedConnections } from './verify-in-aws.ts';

/**
 * What one call carries. A request may have 6 MB, and so may the answer: 2,000 key versions of which none passes
 * weigh some 3 MB.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const batchLimits = { bytes: 5_500_000, versions: 2_000 };

/** The most that the function's answer may weigh, in bytes. */
const largestAnswer = 5_500_000;

/** What to prove of one principal's keys in one region; the keys and the way to send them come apart. */
export type LambdaRequest = Omit<VerifierEvent, 'keys' | 'next' | 'max_report_bytes'>;

/** Clients with the process's own credentials, and the rates and connections that they share. */
export function openLambda(effects: Pick<ClientSettings, 'env' | 'run_id' | 'signal'>, clock: Clock) {
  const shared = openSharedConnections(clock);
  return { shared, clients: openClients({ ...effects, ...shared, credentials: null, kms_endpoint: null }) };
}

/**
 * Has the function prove the keys, batch after batch, each until its report is complete. The permissions belong to
 * the principal and not to the batch: the first one asks.
 *
 * @returns a report for each batch
 * @throws RunError as `invokeVerifier` does; `lambda_timed_out` also when a call gets nowhere
 */
export async function verifyThroughLambda(
  target: VerifierFunction,
  request: LambdaRequest,
  expectations: readonly Expectation[],
  clients: Clients,
): Promise<Report[]> {
  const reports: Report[] = [];
  for (const [index, keys] of batchesOf(expectations, batchLimits).entries()) {
    const permissions = index === 0 ? request.permissions : { sets: [], actions: [] };
    const event = { ...request, permissions, keys, max_report_bytes: largestAnswer };
    reports.push(await callToTheEnd(target, event, clients));
  }
  return reports;
}

async function callToTheEnd(
  target: VerifierFunction,
  event: VerifierEvent,
  clients: Clients,
): Promise<Report> {
  const parts: Report[] = [];
  for (let next: string | undefined; ; ) {
    const part = await invokeVerifier(target, next === undefined ? event : { ...event, next }, clients);
    parts.push(part);
    if (part.next === undefined) return joinContinuation(parts);
    if (part.next === next) throw stuck(target, event.region);
    next = part.next;
  }
}

function stuck({ name }: VerifierFunction, region: string): RunError {
  return new RunError(
    'lambda_timed_out',
    `${name} did not get to a single key of ${region} before its time was up.`,
    "Raise the function's time-out.",
  );
}
