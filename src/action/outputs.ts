import { providerId } from '../model/id.ts';
import type { ProviderRef, RunReport } from '../model/run.ts';

/** A JSON output over this many bytes is replaced by a pointer to the report file: GitHub's limit is 1 MB per job. */
const limit = 256 * 1024;

/** The action's outputs, made from the run's report. */
export function outputsOf(report: RunReport, reportPath: string): Record<string, string> {
  const fits = (text: string): string =>
    Buffer.byteLength(text) <= limit ? text : JSON.stringify({ truncated: true, report_path: reportPath });
  const json = (value: unknown): string => (value === null ? '' : fits(JSON.stringify(value)));
  return {
    id: seedId(report.providers),
    ids: json(report.ids),
    changed: String(report.changed),
    plan: json(report.plan && { ...report.plan, provenance: report.provenance }),
    plan_digest: report.plan?.digest ?? '',
    matrix: json(report.providers),
    distributions: json(report.distributions),
    verification: json(report.verification),
    compliant: report.verification === null ? '' : String(report.verification.compliant),
    manifest: fits(report.manifest ?? ''),
    vault_policy: json(report.vault_policy),
    iam_policy: json(report.iam_policy),
    diagnosis: json(report.diagnosis),
    report_path: reportPath,
    error: json(report.error),
  };
}

/** The id of the only provider, as the Terraform resource has it: without the namespace, which `ids` includes. */
function seedId(providers: readonly ProviderRef[]): string {
  const [only, ...others] = providers;
  return only === undefined || others.length > 0 ? '' : providerId({ ...only, namespace: '' }, only.kms);
}
