import { fleetReport, rowMaker } from '../../lambda/aggregate-report.ts';
import { contentOfFleet } from '../../lambda/fleet-page-content.ts';
import type { PageContent } from '../../src/evidence-page/page-content.ts';
import type { Report } from '../../src/model/report.ts';
import { buildReport } from '../../src/verify/build-report.ts';
import { permissionNeeds } from '../../src/verify/permissions/permission-sets.ts';
import { finding, keyReport, permission } from '../render/samples.ts';

/** The evidence of a fleet: accounts with a provider each, and their keys, each with two versions. */
export function fleetContent(
  providers: number,
  keys: number,
  isBroken: (key: number) => boolean = (key) => key % 97 === 5,
): PageContent {
  const rowOf = rowMaker();
  const reports = Array.from({ length: providers }, (_, index) =>
    targetReport(index, keys / providers, (key) => isBroken((index * keys) / providers + key)),
  );
  const failures = [{ target: { region: 'eu-west-1' }, error: 'CheckFailedError', cause: 'Vault is sealed' }];
  return contentOfFleet(fleetReport(reports.map(rowOf), failures));
}

function targetReport(index: number, keys: number, isBroken: (key: number) => boolean): Report {
  const account_id = String(100_000_000_000 + index);
  const region = ['us-west-2', 'eu-west-1', 'eu-central-1'][index % 3]!;
  const kms = `aws-${account_id}-${region}`;
  const key = (number: number) => {
    const one = keyReport(`service-${index}-${number}`, isBroken(number) ? [finding()] : []);
    const versions = [1, 2].map((version) => {
      const key_id = `${String(version).padStart(8, '0')}-12ab-34cd-56ef-${String(index * 10_000 + number).padStart(12, '0')}`;
      const own = one.versions[0]!;
      return {
        ...own,
        ...(version === 1 ? {} : { status: 'pass' as const, findings: [], key_state: 'Enabled' }),
        version,
        key_id,
        arn: `arn:aws:kms:${region}:${account_id}:key/${key_id}`,
        key_material_id: 'b'.repeat(64),
      };
    });
    return { ...one, kms, versions };
  };
  return buildReport({
    region,
    account_id,
    principal_arn: `arn:aws:iam::${account_id}:user/vault`,
    checked_at: '2026-11-24T06:00:00Z',
    depth: 'standard',
    keys: Array.from({ length: keys }, (_, number) => key(number)),
    permissions: permissionNeeds(['terraform', 'vault'], []).map(({ action }) => ({
      ...permission(action, index % 17 === 3 && action === 'kms:DeleteAlias' ? 'denied' : 'allowed'),
      principal_arn: `arn:aws:iam::${account_id}:user/vault`,
      region,
      kms: [kms],
    })),
    limits: [{ code: 'sample', message: 'Decided on 20 of the keys of each provider.' }],
    orphans: index % 10 === 0 ? [{ alias: 'alias/hashicorp/old-1690000000', key_id: 'abcd' }] : [],
    findings: [],
    notices: [],
    next: null,
  });
}
