import { openSharedConnections } from '../aws/aws-effects.ts';
import { type ClientSettings, type Clients, openClients } from '../aws/clients.ts';
import type { Clock } from '../model/effects.ts';
import { RunError } from '../model/errors.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Report } from '../model/report.ts';
import { batchesOf } from '../verify/batches.ts';
import { joinContinuation } from '../verify/build-report.ts';
import { invokeVerifier, type VerifierEvent, type VerifierFunction } from './invoke-verifier.ts';

/**
 * The limits of one call. Lambda takes and answers 6 MB: a report of 2,000 key versions, all of them failing, has
 * about 3 MB.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const batchLimits = { bytes: 5_500_000, versions: 2_000 };

/** The largest answer that the function may give, in bytes. */
const largestAnswer = 5_500_000;

/** What to verify of one principal's keys in one region, without the keys. */
export type LambdaRequest = Omit<VerifierEvent, 'keys' | 'next' | 'max_report_bytes'>;

/** Clients with the process's own credentials, and the rates and connections that they share. */
export function openLambda(effects: Pick<ClientSettings, 'env' | 'run_id' | 'signal'>, clock: Clock) {
  const shared = openSharedConnections(clock);
  return { shared, clients: openClients({ ...effects, ...shared, credentials: null, kms_endpoint: null }) };
}

/**
 * Lets the function verify the keys in batches, each until its report is complete. Permissions belong to the principal
 * and not to a batch, so only the first batch asks for them.
 *
 * @returns a report for each batch
 * @throws RunError as `invokeVerifier` does; `lambda_timed_out` also when a call makes no progress
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
    reports.push(await callUntilComplete(target, event, clients));
  }
  return reports;
}

async function callUntilComplete(
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
    `${name} made no progress in ${region} before its timeout.`,
    "Raise the function's timeout, and check that it reaches KMS and IAM: its log names the call that was slow.",
  );
}
