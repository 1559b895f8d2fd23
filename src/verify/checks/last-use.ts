import type { Evidence, EvidenceFailure, KeyUsage } from '../../model/evidence.ts';
import { showFailure } from '../../model/evidence.ts';
import type { ReportNotice } from '../../model/report.ts';
import type { VersionCheck } from '../check.ts';
import { noticeFrom, pass, skip, versionName } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';
import { findEvents, onKey } from '../remedy.ts';

const year = 365 * 86_400_000;

export const lastUse: VersionCheck<'last_use'> = {
  id: 'last_use',
  scope: 'version',
  depth: 'full',
  proves: 'Lists the enabled KMS keys that have not been used for a year; it does not change the status.',
  cannot_see:
    'Uses before KMS began to record them, and local uses of a data key or of a public key. At most 100 KMS keys are read per run, since AWS answers five requests a second.',
  why: 'A key that nobody uses costs money, and can still decrypt. It is also the one whose loss is noticed last.',
  calls: ['kms:GetKeyLastUsage'],
  remedy: (target) =>
    [
      'Find out what the key protects: data that is read once in years needs it, and KMS records no use of data keys.',
      onKey('get-key-last-usage', target),
      findEvents(target),
      'If nothing needs it, raise `min_enabled_version` above the version: Vault then disables the KMS key, which can be undone.',
    ].join('\n'),
  cost: 'A disabled key decrypts nothing until `min_enabled_version` is lowered again.',
  page: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html',
  run: (subject) => {
    const { evidence, key, context } = subject;
    // `lastUseNotices` counts those that could not be read.
    if (evidence.usage === null || !evidence.usage.ok || key.key_state !== 'Enabled') return skip;
    const { last_used, created, tracked_since } = evidence.usage.value;
    const since = last_used ?? later(created, tracked_since);
    if (Date.parse(context.now) - Date.parse(since) < year) return pass;
    const what =
      last_used === null
        ? created < tracked_since
          ? `has no use on record since ${since}, when KMS began to record uses`
          : `has not been used since it was created on ${since}`
        : `was last used on ${last_used}`;
    return { status: 'notice', message: `${versionName(subject)}: the KMS key ${key.arn} ${what}.` };
  },
};

/** The latest use in any of the regions, since KMS keeps a record of each; a failure leaves it unknown. */
export function latestUsage(records: readonly Evidence<KeyUsage>[]): Evidence<KeyUsage> {
  return records.reduce((a, b) => {
    if (!a.ok || !b.ok) return a.ok ? b : a;
    const used = (b.value.last_used ?? '') > (a.value.last_used ?? '') ? b : a;
    const tracked_since = later(a.value.tracked_since, b.value.tracked_since);
    return { ok: true, value: { ...used.value, tracked_since } };
  });
}

/** What is said once about the last uses that could not be read. */
export function lastUseNotices(region: string, failures: readonly EvidenceFailure[]): ReportNotice[] {
  const [first] = failures;
  if (first === undefined) return [];
  const which = failures.length === 1 ? 'one KMS key' : `${failures.length} KMS keys`;
  const message = `The last use of ${which} could not be read (${showFailure(first)}). ${failureRemedy(first)}`;
  return [noticeFrom(lastUse, region, message)];
}

function later(a: string, b: string): string {
  return Date.parse(a) > Date.parse(b) ? a : b;
}
