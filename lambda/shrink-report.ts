import type { Report } from '../src/model/report.ts';

/**
 * The largest answer of the function, in bytes: Lambda takes 6 MB for a synchronous call, a state of Step Functions
 * 256 KB, each less some room for the envelope.
 *
 * Sources: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html and
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const sizeLimits = { invocation: 5_500_000, batch: 240_000 } as const;

/**
 * Shortens a report to a limit in bytes. It leaves out the versions of keys that passed, then those keys, then the keys
 * beyond the first ones. The summary always counts everything.
 */
export function shrinkReport(report: Report, limit: number): Report {
  if (sizeOf(report) <= limit) return report;
  const brief = report.keys.map((key) => (key.status === 'pass' ? { ...key, versions: [] } : key));
  const withoutVersions = { ...report, keys: brief };
  if (sizeOf(withoutVersions) <= limit) return withoutVersions;
  const kept = brief.filter(({ status }) => status !== 'pass');
  const shortened = (count: number): Report => ({
    ...report,
    keys: kept.slice(0, count),
    orphans: report.orphans.slice(0, 100),
    ...(report.inventory === undefined
      ? {}
      : { inventory: report.inventory.map((one) => ({ ...one, outside: one.outside.slice(0, 100) })) }),
    notices: [
      ...report.notices.slice(0, 100),
      {
        code: 'shortened',
        id: report.region,
        message: `The whole report exceeds ${limit} bytes: of ${report.keys.length} keys, ${count} of the ${kept.length} that did not pass are included; the summary counts all of them.`,
      },
    ],
  });
  let count = kept.length;
  while (count > 0 && sizeOf(shortened(count)) > limit) count = Math.floor(count / 2);
  return shortened(count);
}

function sizeOf(report: Report): number {
  return Buffer.byteLength(JSON.stringify(report));
}
