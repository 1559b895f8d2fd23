import type { SharedConnections } from '../src/aws/aws-effects.ts';
import type { VerifierIdentity } from '../src/aws/verifier-identity.ts';
import type { Clock, Env, Log } from '../src/model/effects.ts';
import type { Expectation } from '../src/model/expectation.ts';
import type { Report } from '../src/model/report.ts';
import { bySeverity } from '../src/model/report.ts';
import { findingsOf } from '../src/model/report-findings.ts';
import type { Secret } from '../src/model/secret.ts';
import type { Redactor } from '../src/redact/redactor.ts';
import { verifyInAws } from '../src/verifier/verify-in-aws.ts';
import { withBaseline } from '../src/verify/expectations-with-baseline.ts';
import { defaultSets } from '../src/verify/verify-request.ts';
import { NotCompliantError } from './lambda-errors.ts';
import type { CheckEvent, VerifierSource } from './read-check-event.ts';
import { readSecretCredentials } from './secret-credentials.ts';
import { shrinkReport, sizeLimits } from './shrink-report.ts';

/** What one invocation needs of the world. */
export interface CheckEffects {
  readonly env: Env;
  readonly clock: Clock;
  readonly shared: SharedConnections;
  readonly log: Log;
  /** Knows the secrets of the invocation; what leaves the function passes it. */
  readonly redactor: Redactor;
  /** When Lambda ends the invocation; `null`: not known. */
  readonly deadline: Date | null;
}

/** Kept before Lambda's deadline, in milliseconds, to build the report and answer. */
const reserve = 2_000;

/** The share of the time that reading from Vault may take. */
const shareOfVault = 0.5;

/** How long reading from Vault may take when the deadline is not known, in milliseconds. */
const timeForVault = 60_000;

/**
 * Checks what one event asks for. The report holds no secret, whatever Vault or AWS repeated of what it was sent.
 *
 * @param baseline an earlier report, whose key material has to be there still, and whose canaries are read; `null`: none
 * @param isWanted leaves out keys that the event names or Vault has
 */
export async function runCheck(
  event: CheckEvent,
  effects: CheckEffects,
  baseline: Report | null = null,
  isWanted?: (expectation: Expectation) => boolean,
): Promise<Report> {
  const { env, clock, shared } = effects;
  const { run_id, region } = event;
  const deadline = effects.deadline === null ? null : new Date(effects.deadline.getTime() - reserve);
  const read = (await expectationsOf(event, deadline, effects)).filter(isWanted ?? (() => true));
  const expectations = withBaseline(read, baseline);
  const { sets, ...permissions } = event.permissions;
  const request = {
    region,
    expectations,
    providers: 'vault' in event.source ? (event.source.vault.kms ?? null) : null,
    min_keys: event.min_keys,
    principal_arn: event.principal_arn,
    audits_verifier: event.verifier.kind !== 'self',
    account_id: event.account_id,
    depth: event.depth,
    canary: event.canary,
    usage: event.usage,
    // Keys that come with the event may be one batch of many.
    exhaustive: isWanted === undefined && 'vault' in event.source && event.source.vault.kms === undefined,
    permissions:
      sets?.length === 0 && permissions.actions.length === 0
        ? null
        : { ...permissions, sets: sets ?? defaultSets(expectations) },
    next: event.next,
  };
  const identity = identityOf(event.verifier, effects);
  return effects.redactor.data(
    await verifyInAws(request, identity, { env, clock, run_id, deadline, shared }),
  );
}

function identityOf(verifier: VerifierSource, { redactor }: CheckEffects): VerifierIdentity {
  if (verifier.kind !== 'secret') return verifier;
  const { secret_arn } = verifier;
  const mask = (secret: Secret) => redactor.add([secret]);
  return {
    kind: 'read',
    read: (clients, region) => readSecretCredentials(secret_arn, clients, region, mask),
  };
}

async function expectationsOf(
  { source, region, run_id }: CheckEvent,
  deadline: Date | null,
  { env, clock, log, redactor }: CheckEffects,
): Promise<readonly Expectation[]> {
  if ('keys' in source) return source.keys;
  const left = deadline === null ? timeForVault : (deadline.getTime() - clock.now().getTime()) * shareOfVault;
  // Most events bring their keys along: what reaches Vault is loaded only where it is used.
  const { expectationsFromVault } = await import('./expectations-from-vault.ts');
  return expectationsFromVault(source.vault, region, {
    ...{ env, clock, log, time: left, run_id },
    mask: (secret) => redactor.add([secret]),
  });
}

/** The report as the invocation's answer, or as its failure, as the event asks for. */
export function answer(report: Report, event: CheckEvent, env: Env): Report {
  const failed = report.status === 'fail' || !report.complete;
  if ((event.fail_on_noncompliance && failed) || (event.fail_on_indeterminate && !report.compliant))
    throw new NotCompliantError(summarize(report));
  return shrinkReport(report, event.max_report_bytes ?? carriedBytes(event, env));
}

/** `MAX_REPORT_BYTES` is for a function whose answers go to a destination, which takes less than a caller does. */
function carriedBytes({ is_batch }: CheckEvent, env: Env): number {
  return Number(env['MAX_REPORT_BYTES']) || (is_batch ? sizeLimits.batch : sizeLimits.invocation);
}

const shown = 10;

function summarize(report: Report): string {
  const findings = findingsOf(report)
    .map(({ finding }) => finding)
    .sort(bySeverity);
  const denied = report.permissions.filter(({ decision }) => decision !== 'allowed');
  const lines = [
    ...findings.map(({ check, status, message }) => `${status} ${check}: ${message}`),
    ...denied.map(({ action, decision, message }) => `${decision} ${action}: ${message}`),
  ];
  const { failed, indeterminate, versions } = report.summary;
  return [
    `${report.region}: ${report.status}${report.complete ? '' : ', incomplete'}: of ${versions} key versions ${failed} failed, ${indeterminate} inconclusive.`,
    ...lines.slice(0, shown),
    ...(lines.length > shown ? [`… and ${lines.length - shown} more.`] : []),
  ].join('\n');
}
