import type { DiagnosisCheck } from '../model/diagnosis.ts';

/** What one check found about one subject. */
export type DoctorResult = Omit<DiagnosisCheck, 'id'>;

/**
 * One precondition of the other commands.
 *
 * @typeParam C what every check may read, and where a check leaves what later ones build on
 */
export interface DoctorCheck<C> {
  /** Stable; `docs/doctor.md` lists them. */
  readonly id: string;
  /** What an `ok` establishes. */
  readonly proves: string;
  /** The ids of the checks that have to be `ok` or `warning` first; without them this one is skipped. */
  readonly needs: readonly string[];
  /** Reads only. Empty: the question does not arise. */
  readonly run: (context: C) => Promise<readonly DoctorResult[]>;
}

export function ok(subject: string, message: string): DoctorResult {
  return { subject, status: 'ok', message, remedy: '' };
}

export function warning(subject: string, message: string, remedy: string): DoctorResult {
  return { subject, status: 'warning', message, remedy };
}

export function failed(subject: string, message: string, remedy: string): DoctorResult {
  return { subject, status: 'failed', message, remedy };
}

export function skipped(subject: string, message: string): DoctorResult {
  return { subject, status: 'skipped', message, remedy: '' };
}
