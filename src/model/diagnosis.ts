/** How one precondition stands; `skipped`: another one that it depends on failed, or the question does not arise. */
export type DiagnosisStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/** One precondition of the other commands, and how it stands. */
export interface DiagnosisCheck {
  /** The check's id, such as `vault_tls`; `docs/doctor.md` lists them. */
  readonly id: string;
  /** What was checked: a host, a mount's or provider's id, an identity; empty for the run as a whole. */
  readonly subject: string;
  readonly status: DiagnosisStatus;
  /** What was found; for a failure its cause, with the server's own words. */
  readonly message: string;
  /** What to do; empty where nothing is to be done. */
  readonly remedy: string;
}

/** What `doctor` found: plain data without a secret, printed as it is. */
export interface Diagnosis {
  readonly schema_version: 1;
  /** The worst of the checks: failed, then warning, then ok. */
  readonly status: Exclude<DiagnosisStatus, 'skipped'>;
  /** In the order of the catalogue, whatever the order in which they ended. */
  readonly checks: readonly DiagnosisCheck[];
}

/** Puts a diagnosis together. */
export function diagnosisOf(checks: readonly DiagnosisCheck[]): Diagnosis {
  const has = (status: DiagnosisStatus) => checks.some((check) => check.status === status);
  return { schema_version: 1, status: has('failed') ? 'failed' : has('warning') ? 'warning' : 'ok', checks };
}
