/** Who and what ran: plan and report carry it; the run id also goes out in User-Agent and STS session name. */
export interface Provenance {
  readonly repository: string | null;
  readonly commit: string | null;
  readonly run_id: string | null;
  readonly run_attempt: string | null;
  readonly actor: string | null;
  readonly tool_version: string;
  /** SHA-256, in hex, of the manifest's texts; `null` when the declaration is inline. */
  readonly manifest_sha256: string | null;
}
