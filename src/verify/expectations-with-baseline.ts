import type { Expectation } from '../model/expectation.ts';
import type { Report, VersionReport } from '../model/report.ts';
import { keyReportId } from '../model/report-findings.ts';
import { recordId } from './expectations.ts';

/**
 * The expectations with what an earlier report has of the same KMS keys: their material, for the check `material_id`,
 * and their canaries, for the check `canary`. What an expectation says itself counts more.
 */
export function withBaseline(
  expectations: readonly Expectation[],
  baseline: Report | null,
): readonly Expectation[] {
  if (baseline === null) return expectations;
  const before = new Map(baseline.keys.map((key) => [keyReportId(key), key] as const));
  return expectations.map((expectation) => {
    const { versions } = expectation;
    const key = before.get(recordId(expectation));
    const same = (key?.versions ?? []).filter(({ version, key_id }) => versions[version] === key_id);
    const key_material_ids = byVersion(same, ({ key_material_id }) => key_material_id);
    const canaries = byVersion(same, ({ canary: { ciphertext, made_at } = { result: 'not_used' } }) =>
      ciphertext === undefined || made_at === undefined ? null : { ciphertext, made_at },
    );
    return {
      ...expectation,
      ...(key_material_ids && {
        key_material_ids: { ...key_material_ids, ...expectation.key_material_ids },
      }),
      ...(canaries && { canaries: { ...canaries, ...expectation.canaries } }),
    };
  });
}

/** `null`: no version has one. */
function byVersion<T>(
  versions: readonly VersionReport[],
  of: (version: VersionReport) => T | null,
): Record<string, T> | null {
  const known = versions.flatMap((version) => {
    const value = of(version);
    return value === null ? [] : [[version.version, value] as const];
  });
  return known.length === 0 ? null : Object.fromEntries(known);
}
