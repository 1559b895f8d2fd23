import * as v from 'valibot';
import type { Log } from '../src/model/effects.ts';
import { showFailure } from '../src/model/evidence.ts';
import { parseJson } from '../src/model/parse-json.ts';
import type { Failure, TargetRow } from './aggregate-report.ts';
import type { ReportStore } from './report-store.ts';

const keptSchema = v.array(v.string());
const targetSchema = v.object({ region: v.string(), account_id: v.string() });

/**
 * Compares the fleet's accounts and regions with those of its last report, and keeps them for the next. Where the
 * account of one is not known, since it failed, nothing can be said, and the last list stays.
 *
 * @returns those that are no target any more, such as `us-west-2, account 111122223333`; `null`: nothing is known
 */
export async function targetsGone(
  rows: readonly TargetRow[],
  failures: readonly Failure[],
  uri: string,
  store: ReportStore,
  log: Log,
): Promise<readonly string[] | null> {
  const targets = v.safeParse(v.array(targetSchema), [...rows, ...failures.map(({ target }) => target)]);
  if (!targets.success) return null;
  const names = [
    ...new Set(targets.output.map(({ region, account_id }) => `${region}, account ${account_id}`)),
  ].sort();
  const before = await store.read(uri);
  if (!before.ok) log.warning(`The fleet's last targets were not read: ${showFailure(before.failure)}`);
  const kept = await store.write(uri, JSON.stringify(names), 'application/json');
  if (!kept.ok) log.warning(`The fleet's targets were not kept in ${uri}: ${showFailure(kept.failure)}`);
  const known = v.safeParse(keptSchema, before.ok && before.value !== null ? parseJson(before.value) : null);
  return known.success ? known.output.filter((name) => !names.includes(name)) : null;
}
