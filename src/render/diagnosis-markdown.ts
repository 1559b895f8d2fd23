import type { Diagnosis, DiagnosisCheck, DiagnosisStatus } from '../model/diagnosis.ts';
import { details, paragraphs } from './details.ts';
import { diagnosisHeadline } from './diagnosis-text.ts';
import { code, inline } from './escape.ts';
import { table } from './markdown-table.ts';

const marks: Readonly<Record<DiagnosisStatus, string>> = {
  ok: '✅',
  warning: '⚠️',
  failed: '❌',
  skipped: '⏭️',
};

/**
 * A diagnosis as Markdown: what is wrong first, with its remedy; the rest folded away.
 *
 * @param max rows of each table
 */
export function diagnosisMarkdown(diagnosis: Diagnosis, max: number): string {
  const wrong = diagnosis.checks.filter(({ status }) => status === 'failed' || status === 'warning');
  const rest = diagnosis.checks.filter(({ status }) => status === 'ok' || status === 'skipped');
  return paragraphs(
    `**${diagnosisHeadline(diagnosis)}**`,
    checksTable(wrong, max),
    details(`${rest.length} checks without a finding`, checksTable(rest, max)),
  );
}

function checksTable(checks: readonly DiagnosisCheck[], max: number): string {
  return table({ head: ['', 'check', 'of', 'found', 'what to do'], rows: checks.map(row) }, max);
}

function row({ id, subject, status, message, remedy }: DiagnosisCheck): string[] {
  return [marks[status], code(id), inline(subject), inline(message), inline(remedy)];
}
