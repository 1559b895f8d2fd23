import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Report } from '../src/model/report.ts';
import type { FleetReport } from './aggregate-report.ts';
import { serviceName } from './lambda-log.ts';

const namespace = 'VaultKeymgmt';

/**
 * What an invocation measured, in CloudWatch's embedded metric format: lines of the log that CloudWatch makes
 * metrics of.
 *
 * In all, for alarms: `Failing` (1 when the status is `fail`), `Unproved` (1 when the status is `indeterminate` or the report is incomplete), `Duration`
 * (milliseconds); with an earlier report `NewFindings`, `FixedFindings` and `MaterialReplaced`, with exceptions `Accepted`. By region: `NotCompliant` (1 for a report that is not compliant), `Failed` and `Indeterminate` (findings' key
 * versions), `Denied` (actions), `Duration` (milliseconds). By region and KMS provider: `Checked`, `Failed` and
 * `Indeterminate` (key versions).
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLines(report: Report, milliseconds: number): string[] {
  const { region, summary } = report;
  const providers = [...new Set(report.keys.map(({ kms }) => kms))].sort();
  return [
    line({}, [...verdict(report), ...changed(report), ['Duration', milliseconds]]),
    line({ region }, [
      ['NotCompliant', report.compliant ? 0 : 1],
      ['Failed', summary.failed],
      ['Indeterminate', summary.indeterminate],
      ['Denied', summary.permissions.denied],
      ['Duration', milliseconds],
    ]),
    ...providers.map((kms) => {
      const versions = report.keys.filter((key) => key.kms === kms).flatMap((key) => key.versions);
      const count = (status: string) => versions.filter((version) => version.status === status).length;
      return line({ region, kms }, [
        ['Checked', versions.length],
        ['Failed', count('fail')],
        ['Indeterminate', count('indeterminate')],
      ]);
    }),
  ];
}

/** What changed since an earlier report, where there is one; and how much is accepted. */
function changed({ changes, accepted }: Report): [string, number][] {
  return [
    ...(changes === undefined
      ? []
      : ([
          ['NewFindings', changes.new.length],
          ['FixedFindings', changes.fixed.length],
          ['MaterialReplaced', changes.material_replaced.length],
        ] satisfies [string, number][])),
    ...(accepted === undefined ? [] : ([['Accepted', accepted.length]] satisfies [string, number][])),
  ];
}

/** What the fleet came to: for the same alarms, and, by `scope`, for the dashboard. */
export function fleetMetricLines(report: FleetReport): string[] {
  const { targets, not_checked, failed, indeterminate } = report.summary;
  return [
    line({}, [...verdict(report), ...fleetChanges(report)]),
    line({ scope: 'fleet' }, [
      ['NotCompliant', report.compliant ? 0 : 1],
      ['Targets', targets],
      ['NotChecked', not_checked],
      ['Failed', failed],
      ['Indeterminate', indeterminate],
    ]),
  ];
}

function fleetChanges({ changes }: FleetReport): [string, number][] {
  if (changes === undefined) return [];
  return [
    ['NewFindings', changes.new],
    ['FixedFindings', changes.fixed],
    ['MaterialReplaced', changes.material_replaced],
  ];
}

function verdict({ status, complete }: Pick<Report, 'status' | 'complete'>): [string, number][] {
  return [
    ['Failing', status === 'fail' ? 1 : 0],
    ['Unproved', status === 'indeterminate' || !complete ? 1 : 0],
  ];
}

function line(dimensions: Record<string, string>, values: readonly (readonly [string, number])[]): string {
  const metrics = new Metrics({ namespace, serviceName: serviceName(process.env) });
  if (Object.keys(dimensions).length > 0) metrics.addDimensions(dimensions);
  for (const [name, value] of values)
    metrics.addMetric(name, name === 'Duration' ? MetricUnit.Milliseconds : MetricUnit.Count, value);
  return JSON.stringify(metrics.serializeMetrics());
}
