import type { FindingId } from '../model/finding-id.ts';
import type { Finding, Severity, Status } from '../model/report.ts';
import { severities } from '../model/report.ts';

/** How much a failure of each check matters where nobody says otherwise; the others are `high`. */
const usual: Readonly<Partial<Record<FindingId, Severity>>> = {
  policy_public: 'critical',
  material_id: 'critical',
  public_key: 'critical',
  latest_version: 'medium',
  version_record: 'medium',
  creation_date: 'medium',
  alias_form: 'medium',
  alias_single: 'medium',
  multi_region: 'medium',
  key_age: 'medium',
  no_keys: 'medium',
  out_of_time: 'medium',
  not_checked: 'medium',
};

/** The severity of a failed check; what is inconclusive is `medium` at most. */
export function severityOf(check: FindingId, status: Status, own: Severity | undefined): Severity {
  const severity = own ?? usual[check] ?? 'high';
  if (status === 'fail') return severity;
  return severities.indexOf(severity) > severities.indexOf('medium') ? 'medium' : severity;
}

/** The finding with the severity of its check, where it has none. */
export function withSeverity(finding: Finding): Finding {
  return { ...finding, severity: finding.severity ?? severityOf(finding.check, finding.status, undefined) };
}
