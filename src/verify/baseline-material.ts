import type { Expectation } from '../model/expectation.ts';
import { distributionId } from '../model/id.ts';
import type { Report } from '../model/report.ts';
import { keyReportId } from '../model/report-findings.ts';

/**
 * The expectations with the material that the earlier report found in the same KMS keys, for the check `material_id`;
 * what an expectation says itself counts more.
 */
export function withMaterialOf(
  expectations: readonly Expectation[],
  baseline: Report | null,
): readonly Expectation[] {
  if (baseline === null) return expectations;
  const before = new Map(baseline.keys.map((key) => [keyReportId(key), key] as const));
  return expectations.map((expectation) => {
    const { namespace = '', path = 'keymgmt', kms, name, versions, key_material_ids } = expectation;
    const found = before.get(distributionId({ namespace, path }, kms, name))?.versions ?? [];
    const known = found.flatMap(({ version, key_id, key_material_id }) =>
      key_material_id !== null && versions[version] === key_id ? [[version, key_material_id] as const] : [],
    );
    return known.length === 0
      ? expectation
      : { ...expectation, key_material_ids: { ...Object.fromEntries(known), ...key_material_ids } };
  });
}
