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
  if (fits(report, limit)) return report;
  const brief = report.keys.map((key) => (key.status === 'pass' ? { ...key, versions: [] } : key));
  const withoutVersions = { ...report, keys: brief };
  if (fits(withoutVersions, limit)) return withoutVersions;
  const kept = brief.filter(({ status }) => status !== 'pass');
  const shortened = (count: number): Report => ({
    ...report,
    keys: kept.slice(0, count),
    orphans: report.orphans.slice(0, 100),
    ...shortenedAudit(report),
    notices: [
      ...report.notices.slice(0, 100),
      {
        code: 'shortened',
        id: report.region,
        message: `The whole report exceeds ${limit} bytes: of ${report.keys.length} keys, ${count} of the ${kept.length} that did not pass are included; the summary counts all of them.${auditNote(report)}`,
      },
    ],
  });
  let count = kept.length;
  while (count > 0 && !fits(shortened(count), limit)) count = Math.floor(count / 2);
  return shortened(count);
}

function auditNote({ changes, accepted = [] }: Report): string {
  const counts = [
    ...(changes === undefined
      ? []
      : [`${changes.new.length} new and ${changes.fixed.length} fixed findings`]),
    ...(accepted.length === 0 ? [] : [`${accepted.length} accepted`]),
  ];
  return counts.length === 0
    ? ''
    : ` In all, there are ${counts.join(', and ')}; ${listed} of each are listed.`;
}

/** The entries of each list that stay of what changed, what is accepted, and what is outside Vault's record. */
const listed = 30;

/** `unchanged` and the counts of the inventory stay; a message says that the lists are not whole. */
function shortenedAudit({ changes, accepted, inventory }: Report): Partial<Report> {
  const first = <T>(list: readonly T[]) => list.slice(0, listed);
  return {
    ...(changes === undefined
      ? {}
      : {
          changes: {
            ...changes,
            new: first(changes.new),
            fixed: first(changes.fixed),
            material_replaced: first(changes.material_replaced),
            keys_added: first(changes.keys_added),
            keys_gone: first(changes.keys_gone),
            permissions_gained: first(changes.permissions_gained),
            permissions_lost: first(changes.permissions_lost),
          },
        }),
    ...(accepted === undefined ? {} : { accepted: first(accepted) }),
    ...(inventory === undefined
      ? {}
      : { inventory: inventory.map((one) => ({ ...one, outside: first(one.outside) })) }),
  };
}

/** Adds up the keys one by one: as one text, a large report would take more memory than all else together. */
function fits(report: Report, limit: number): boolean {
  let size = bytesOf({ ...report, keys: [] }) + Math.max(0, report.keys.length - 1);
  for (const key of report.keys) {
    if (size > limit) return false;
    size += bytesOf(key);
  }
  return size <= limit;
}

function bytesOf(part: object): number {
  return Buffer.byteLength(JSON.stringify(part));
}
