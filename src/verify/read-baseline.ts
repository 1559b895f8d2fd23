import * as v from 'valibot';
import type { Report } from '../model/report.ts';

const finding = v.looseObject({ check: v.string(), status: v.string(), message: v.string() });

/** KMS decrypts at most 6,144 bytes. */
const canary = v.looseObject({
  result: v.string(),
  ciphertext: v.optional(v.pipe(v.string(), v.base64(), v.maxLength(8_192))),
  made_at: v.optional(v.pipe(v.string(), v.isoTimestamp())),
});

/** What a comparison reads of a report; a report has more. */
const reportSchema = v.looseObject({
  schema_version: v.literal(1),
  region: v.string(),
  checked_at: v.string(),
  summary: v.looseObject({ keys: v.number(), versions: v.number() }),
  keys: v.array(
    v.looseObject({
      name: v.string(),
      kms: v.string(),
      versions: v.array(
        v.looseObject({
          version: v.number(),
          key_id: v.string(),
          key_material_id: v.nullable(v.string()),
          canary: v.optional(canary),
          findings: v.array(finding),
        }),
      ),
      findings: v.array(finding),
    }),
  ),
  permissions: v.array(
    v.looseObject({
      action: v.string(),
      decision: v.string(),
      message: v.string(),
      region: v.string(),
      principal_arn: v.nullable(v.string()),
    }),
  ),
  findings: v.array(finding),
});

/**
 * An earlier report: the verifier's own, or the report file of a run, which has it under `verification`.
 *
 * @param data parsed JSON
 * @returns why it cannot be compared with, as the end of a sentence, where it cannot
 */
export function readBaseline(data: unknown): { readonly report: Report } | { readonly problem: string } {
  if (isRun(data) && data.verification === null)
    return { problem: 'is the report of a run that verified nothing' };
  const { success, output } = v.safeParse(reportSchema, isRun(data) ? data.verification : data);
  if (!success) return { problem: 'is not a report of this tool' };
  const report = output as unknown as Report;
  return isWhole(report) ? { report } : { problem: 'was shortened, so it does not have every key' };
}

/** Whether a report has every key and version that it counts. */
export function isWhole({ keys, summary }: Report): boolean {
  const versions = keys.reduce((sum, key) => sum + key.versions.length, 0);
  return summary.keys === keys.length && summary.versions === versions;
}

function isRun(data: unknown): data is { readonly verification: unknown } {
  return typeof data === 'object' && data !== null && 'verification' in data;
}
