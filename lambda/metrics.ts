import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Report } from '../src/model/report.ts';

const namespace = 'VaultKeymgmt';

/**
 * What an invocation measured, in CloudWatch's embedded metric format: lines of the log that CloudWatch makes
 * metrics of.
 *
 * By region: `NotCompliant` (1 for a report that is not compliant), `Failed` and `Indeterminate` (findings' key
 * versions), `Denied` (actions), `Duration` (milliseconds). By region and KMS provider: `Checked`, `Failed` and
 * `Indeterminate` (key versions).
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLines(report: Report, milliseconds: number): string[] {
  const { region, summary } = report;
  const providers = [...new Set(report.keys.map(({ kms }) => kms))].sort();
  return [
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

function line(dimensions: Record<string, string>, values: readonly (readonly [string, number])[]): string {
  const metrics = new Metrics({ namespace });
  metrics.addDimensions(dimensions);
  for (const [name, value] of values)
    metrics.addMetric(name, name === 'Duration' ? MetricUnit.Milliseconds : MetricUnit.Count, value);
  return JSON.stringify(metrics.serializeMetrics());
}
