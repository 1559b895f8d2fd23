import { providerId } from '../model/id.ts';
import type { ProviderRef, RunReport } from '../model/run.ts';

/** A JSON output over this many bytes is replaced by a pointer to the report file. */
const limit = 256 * 1024;
/** All outputs together have at most this many bytes: GitHub's limit is 1 MB per job, in UTF-16. */
const limitInSum = 480 * 1024;

/** The action's outputs, made from the run's report. */
export function outputsOf(report: RunReport, reportPath: string): Record<string, string> {
  const pointer = JSON.stringify({ truncated: true, report_path: reportPath });
  return fitted(allOutputs(report, reportPath, pointer), pointer);
}

/** Replaces the largest outputs by the pointer until all of them fit. */
function fitted(outputs: Record<string, string>, pointer: string): Record<string, string> {
  const bySize = Object.entries(outputs)
    .map(([name, text]) => ({ name, size: Buffer.byteLength(text) }))
    .sort((a, b) => b.size - a.size);
  let sum = bySize.reduce((total, { size }) => total + size, 0);
  const replaced: Record<string, string> = {};
  for (const { name, size } of bySize) {
    if (sum <= limitInSum || size <= pointer.length) break;
    replaced[name] = pointer;
    sum += pointer.length - size;
  }
  return { ...outputs, ...replaced };
}

function allOutputs(report: RunReport, reportPath: string, pointer: string): Record<string, string> {
  const fits = (text: string): string => (Buffer.byteLength(text) <= limit ? text : pointer);
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
    // Known once the file is written.
    report_sha256: '',
    error: json(report.error),
  };
}

/** The id of the only provider, as the Terraform resource has it: without the namespace, which `ids` includes. */
function seedId(providers: readonly ProviderRef[]): string {
  const [only, ...others] = providers;
  return only === undefined || others.length > 0 ? '' : providerId({ ...only, namespace: '' }, only.kms);
}
