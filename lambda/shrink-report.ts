import type { Report } from '../src/model/report.ts';

/**
 * What the function's answer may weigh, in bytes: 6 MB for a synchronous call, 256 KB for a state of Step
 * Functions, each with some room for what stands around it.
 *
 * Sources: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html and
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const sizeLimits = { invocation: 5_500_000, batch: 240_000 } as const;

/**
 * A report that fits its carrier. What passed gives way first: its versions, then the keys themselves, then, when
 * even the rest is too much, the findings beyond the first ones. The summary always counts everything.
 */
export function shrinkReport(report: Report, limit: number): Report {
  if (weigh(report) <= limit) return report;
  const brief = report.keys.map((key) => (key.status === 'pass' ? { ...key, versions: [] } : key));
  const withoutVersions = { ...report, keys: brief };
  if (weigh(withoutVersions) <= limit) return withoutVersions;
  const kept = brief.filter(({ status }) => status !== 'pass');
  const shortened = (count: number): Report => ({
    ...report,
    keys: kept.slice(0, count),
    orphans: report.orphans.slice(0, 100),
    notices: [
      ...report.notices.slice(0, 100),
      {
        code: 'shortened',
        id: report.region,
        message: `The whole report does not fit its carrier: of ${report.keys.length} keys, ${count} of the ${kept.length} that did not pass are here; the summary counts all of them.`,
      },
    ],
  });
  let count = kept.length;
  while (count > 0 && weigh(shortened(count)) > limit) count = Math.floor(count / 2);
  return shortened(count);
}

function weigh(report: Report): number {
  return Buffer.byteLength(JSON.stringify(report));
}
