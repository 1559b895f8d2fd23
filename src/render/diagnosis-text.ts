import type { Diagnosis, DiagnosisCheck, DiagnosisStatus } from '../model/diagnosis.ts';
import { count } from './plan-wording.ts';

/** A diagnosis as lines of text, for a log or a terminal: one line per check, its remedy below it. */
export function diagnosisText(diagnosis: Diagnosis): string[] {
  return [...diagnosis.checks.flatMap(checkText), diagnosisHeadline(diagnosis)];
}

/** One line that says what the diagnosis amounts to. */
export function diagnosisHeadline({ status, checks }: Diagnosis): string {
  const of = (wanted: DiagnosisStatus) => checks.filter((check) => check.status === wanted).length;
  const counts = `${of('ok')} ok, ${count(of('warning'), 'warning')}, ${of('failed')} failed, ${of('skipped')} skipped`;
  const verdict = { ok: 'Ready.', warning: 'Ready, with warnings.', failed: 'Not ready.' }[status];
  return `${verdict} ${counts}.`;
}

/** `[failed] vault_tcp: vault.example.com:8200: the connection is refused` */
export function checkLine({ id, subject, status, message }: DiagnosisCheck): string {
  return `[${status}] ${id}: ${subject === '' ? '' : `${subject}: `}${message}`;
}

function checkText(check: DiagnosisCheck): string[] {
  return [checkLine(check), ...(check.remedy === '' ? [] : [`    → ${check.remedy}`])];
}
