import { createHash } from 'node:crypto';
import { readExceptions } from '../src/declare/exceptions-file.ts';
import type { Env } from '../src/model/effects.ts';
import { RunError } from '../src/model/errors.ts';
import { showFailure } from '../src/model/evidence.ts';
import type { Exceptions } from '../src/model/exceptions.ts';
import type { FindingId } from '../src/model/finding-id.ts';
import { parseJson } from '../src/model/parse-json.ts';
import { showProblem } from '../src/model/problem.ts';
import type { Report, ReportNotice } from '../src/model/report.ts';
import { noticeFrom } from '../src/verify/check.ts';
import { checkCatalogue } from '../src/verify/checks/all-checks.ts';
import { baselineNotice } from '../src/verify/checks/run-checks.ts';
import { failureRemedy } from '../src/verify/failure-remedy.ts';
import { readBaseline } from '../src/verify/read-baseline.ts';
import { EventProblems, InvalidEventError } from './lambda-errors.ts';
import type { CheckEvent } from './read-check-event.ts';
import type { ReportStore } from './report-store.ts';

/** What the event's report is read against, and what its reader should know about that. */
export interface EventBasis {
  readonly exceptions: Exceptions | null;
  readonly baseline: Report | null;
  readonly notices: readonly ReportNotice[];
}

/**
 * Reads what the event compares with and accepts. Without a `baseline`, that is the last report that the function kept
 * of the same event.
 *
 * @throws InvalidEventError for exceptions of the event itself; RunError `exceptions_unreadable`
 */
export async function readBasis(event: CheckEvent, env: Env, store: ReportStore): Promise<EventBasis> {
  const exceptions = event.exceptions === null ? null : await exceptionsOf(event.exceptions, store);
  const baseline = event.baseline ?? lastReportUri(event, env);
  if (baseline === null) return { exceptions, baseline: null, notices: [] };
  if (typeof baseline !== 'string')
    return { exceptions, ...baselineFrom(baseline, event.region, 'baseline') };
  // The first report of an event, or of a list of keys, has none before it.
  const mayBeMissing = event.baseline === null || event.is_batch;
  return { exceptions, ...(await readStoredBaseline(baseline, event.region, store, mayBeMissing)) };
}

/** An earlier report, and what its reader should know about it. */
export type StoredBaseline = Omit<EventBasis, 'exceptions'>;

/** Reads an earlier report of a region from S3. One that cannot be compared with is a notice. */
export async function readStoredBaseline(
  uri: string,
  region: string,
  store: ReportStore,
  mayBeMissing: boolean,
): Promise<StoredBaseline> {
  const uncompared = (why: string) => ({ baseline: null, notices: [uncomparedNotice(region, uri, why)] });
  const read = await store.read(uri);
  if (!read.ok)
    return uncompared(`could not be read (${showFailure(read.failure)}). ${failureRemedy(read.failure)}`);
  if (read.value !== null) return baselineFrom(parseJson(read.value), region, uri);
  return mayBeMissing ? { baseline: null, notices: [] } : uncompared('does not exist.');
}

function baselineFrom(data: unknown, region: string, where: string): StoredBaseline {
  const result = readBaseline(data);
  if ('report' in result) return { baseline: result.report, notices: [] };
  return { baseline: null, notices: [uncomparedNotice(region, where, `${result.problem}.`)] };
}

/** Says that nothing is compared. `why` ends the sentence about the earlier report. */
export function uncomparedNotice(region: string, where: string, why: string): ReportNotice {
  return noticeFrom(baselineNotice, region, `Nothing is compared: the earlier report ${where} ${why}`);
}

/** Where the function keeps the last report of an event, to compare the next one with; `null`: nowhere. */
export function lastReportUri(event: CheckEvent, env: Env): string | null {
  const kept = keptAs(event, env);
  return kept === null ? null : `${kept.below}/last/${kept.name}.json`;
}

/** Where the function archives a report of an event, by its time, without the ending of a file; `null`: nowhere. */
export function archiveUri(event: CheckEvent, env: Env, checkedAt: string): string | null {
  const kept = keptAs(event, env);
  return kept === null ? null : `${kept.below}/reports/${kept.name}/${checkedAt.replaceAll(':', '-')}`;
}

/**
 * Below which address the reports of an event are kept, `REPORT_URI`, and under which name: the same for the same scope.
 * A batch and a continued check are parts of a report, and are not kept.
 */
function keptAs(event: CheckEvent, env: Env): { readonly below: string; readonly name: string } | null {
  const at = env['REPORT_URI'];
  if (!at || event.is_batch || event.next !== null) return null;
  const { region, account_id, principal_arn, depth, source } = event;
  const vault = 'vault' in source ? source.vault : null;
  const scope = {
    region,
    account_id,
    principal_arn,
    depth,
    vault: vault && { url: vault.url, namespace: vault.namespace, path: vault.path, kms: vault.kms ?? null },
    keys: 'keys' in source ? source.keys.map(({ kms, name }) => `${kms}/${name}`).sort() : null,
  };
  const hash = createHash('sha256').update(JSON.stringify(scope)).digest('hex').slice(0, 16);
  return { below: at.replace(/\/+$/, ''), name: `${region}-${hash}` };
}

async function exceptionsOf(
  given: NonNullable<CheckEvent['exceptions']>,
  store: ReportStore,
): Promise<Exceptions> {
  const checks = Object.keys(checkCatalogue) as FindingId[];
  if (typeof given !== 'string') {
    const result = readExceptions({ text: JSON.stringify(given), file: null, input: null }, checks);
    if (!('problems' in result)) return result;
    const problems = new EventProblems();
    for (const { at, message } of result.problems) problems.add({ path: `exceptions.${at}`, message });
    throw new InvalidEventError(problems);
  }
  const read = await store.read(given);
  if (!read.ok) throw unreadable(given, showFailure(read.failure), failureRemedy(read.failure));
  if (read.value === null) throw unreadable(given, 'there is no such object', 'Check `exceptions`.');
  const result = readExceptions({ text: read.value, file: given, input: null }, checks);
  if (!('problems' in result)) return result;
  throw unreadable(given, result.problems.map(showProblem).join('\n'), '');
}

function unreadable(uri: string, why: string, remedy: string): RunError {
  return new RunError('exceptions_unreadable', `The exceptions ${uri} could not be read: ${why}.`, remedy);
}
