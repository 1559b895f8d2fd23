import type { Report } from '../../model/report.ts';
import { findingsOf } from '../../model/report-findings.ts';

/** Warnings that a step shows; the report has all findings. */
const shown = 5;

/** What a run that does not fail still warns of: each remedy of what is inconclusive once, with its first reason. */
export function inconclusiveWarnings(report: Report): string[] {
  if (report.status !== 'indeterminate') return [];
  const reasons = [
    ...findingsOf(report)
      .filter(({ finding }) => finding.status === 'indeterminate')
      .map(({ finding: { message, remediation } }) => ({ text: `${message} ${remediation}`, remediation })),
    ...report.permissions
      .filter(({ decision }) => decision === 'indeterminate')
      .map(({ action, message }) => ({ text: `${action}: ${message}`, remediation: message })),
  ];
  const groups = new Map<string, string[]>();
  for (const { text, remediation } of reasons)
    groups.set(remediation, [...(groups.get(remediation) ?? []), text]);
  return [...groups.values()].slice(0, shown).map(([first = '', ...others]) => {
    const more = others.length === 0 ? '' : ` (The same holds for ${others.length} more.)`;
    return `Verification is inconclusive: ${first}${more}`;
  });
}
