import * as v from 'valibot';
import { openSharedConnections } from '../src/aws/aws-effects.ts';
import type { Clock, Env } from '../src/model/effects.ts';
import type { Report } from '../src/model/report.ts';
import { mapOutputSchema, outcomesOf } from './aggregate-outcomes.ts';
import {
  type Failure,
  type FleetReport,
  fleetReport,
  joinBatches,
  rowMaker,
  type TargetOutcome,
  type TargetRow,
} from './aggregate-report.ts';
import { compareWithLast } from './compare-with-last.ts';
import { targetsGone } from './fleet-targets.ts';
import { logOf, type Output } from './lambda-log.ts';
import { fleetMetricLines } from './metrics.ts';
import { openReportStore } from './report-store.ts';
import { openObjects } from './s3-objects.ts';
import { shrinkReport, sizeLimits } from './shrink-report.ts';

const s3Uri = v.pipe(v.string(), v.startsWith('s3://'));

/** One target's batches to be joined, or all targets to be reported on, and saved where the event says. */
const eventSchema = v.union([
  v.strictObject({
    join: mapOutputSchema,
    permissions: mapOutputSchema,
    /** Where the last report of the list of keys is kept, to compare the next one with; left out: nowhere. */
    last: v.optional(s3Uri),
  }),
  v.strictObject({
    fleet: mapOutputSchema,
    save: v.strictObject({ bucket: v.string(), key: v.string() }),
    /** Where the fleet's accounts and regions are kept, to compare the next ones with; left out: nowhere. */
    last: v.optional(s3Uri),
  }),
]);

/** What the state machine goes on with; the saved report has the rows. */
export type FleetAnswer = Omit<FleetReport, 'targets' | 'failures'> & {
  /** Where the report is, and the evidence page made of it. */
  readonly saved: { readonly bucket: string; readonly key: string; readonly page: string };
};

/** The second half of the fleet's state machine (`fleet.asl.yaml`): makes one report of many. */
export function createAggregate(env: Env, clock: Clock, output: Output) {
  const { logger, metric } = output;
  const shared = openSharedConnections(clock);
  const { read, write } = openObjects(env, shared);
  const store = openReportStore(env, shared);
  return async (input: unknown): Promise<Report | FleetAnswer> => {
    const event = v.parse(eventSchema, input);
    if ('join' in event) {
      const [permissions, batches] = await Promise.all(
        [event.permissions, event.join].map((output) => all(outcomesOf(output, read))),
      );
      const joined = joinBatches(permissions!, batches!);
      const report =
        event.last === undefined ? joined : await compareWithLast(joined, event.last, store, logOf(output));
      return shrinkReport(report, sizeLimits.batch);
    }
    const rows: TargetRow[] = [];
    const rowOf = rowMaker();
    const failures: Failure[] = [];
    for await (const outcome of outcomesOf(event.fleet, read))
      if ('report' in outcome) rows.push(rowOf(outcome.report));
      else failures.push(outcome.failure);
    const gone =
      event.last === undefined ? null : await targetsGone(rows, failures, event.last, store, logOf(output));
    const report = { ...fleetReport(rows, failures), ...(gone === null ? {} : { targets_gone: gone }) };
    const saved = { ...event.save, page: pageKeyOf(event.save.key) };
    const [{ evidencePage }, { contentOfFleet }] = await Promise.all([
      import('../src/evidence-page/evidence-page.ts'),
      import('./fleet-page-content.ts'),
    ]);
    await Promise.all([
      write(saved.bucket, saved.key, JSON.stringify(report), 'application/json'),
      write(saved.bucket, saved.page, evidencePage(contentOfFleet(report)), 'text/html; charset=utf-8'),
    ]);
    for (const line of fleetMetricLines(report)) metric(line);
    const { targets: _targets, failures: _failures, ...answer } = report;
    logger.info(`fleet: ${report.status}`, { ...answer, saved });
    return { ...answer, saved };
  };
}

/** `reports/run.json` → `reports/run.html` */
function pageKeyOf(key: string): string {
  return `${key.replace(/\.json$/, '')}.html`;
}

async function all(outcomes: AsyncIterable<TargetOutcome>): Promise<TargetOutcome[]> {
  const list: TargetOutcome[] = [];
  for await (const outcome of outcomes) list.push(outcome);
  return list;
}
