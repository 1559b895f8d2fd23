/** Who and what ran: plan and report carry it; the run id also goes out in User-Agent and STS session name. */
export interface Provenance {
  readonly repository: string | null;
  readonly commit: string | null;
  readonly run_id: string | null;
  readonly run_attempt: string | null;
  readonly actor: string | null;
  /** The workflow's file, such as `.github/workflows/keys.yaml`; its name where the runner does not say. */
  readonly workflow: string | null;
  /** The branch or tag that the run is for: its short name. */
  readonly ref: string | null;
  /** The page of the run. */
  readonly run_url: string | null;
  readonly tool_version: string;
  /** SHA-256, in hex, of the manifest's texts; `null` when the declaration is inline. */
  readonly manifest_sha256: string | null;
}
