import fc from 'fast-check';
import type { FindingId } from '../../../src/model/finding-id.ts';
import type { Finding, KeyReport, PermissionReport, Report, Status } from '../../../src/model/report.ts';
import { worst } from '../../../src/model/report.ts';
import { buildReport } from '../../../src/verify/build-report.ts';

const region = 'us-west-2';
const open = fc.constantFrom<Status>('fail', 'indeterminate');
const checks = ['key_state', 'origin', 'expiry', 'grants'] as const satisfies readonly FindingId[];

function finding(check: FindingId, status: Status): Finding {
  return { check, status, expected: 'x', actual: 'y', message: `${check} is wrong`, remediation: 'mend it' };
}

const findings: fc.Arbitrary<readonly Finding[]> = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...checks), open).map(([check, status]) => finding(check, status)),
  { selector: ({ check }) => check, maxLength: 2 },
);

const key = (name: string): fc.Arbitrary<KeyReport> =>
  fc
    .tuple(fc.array(findings, { minLength: 1, maxLength: 2 }), findings, fc.constantFrom('a', 'b', null))
    .map(([versions, own, material]) => {
      const parts = versions.map((list, index) => ({
        version: index + 1,
        key_id: `${name}-${index + 1}`,
        arn: null,
        key_state: 'Enabled',
        key_material_id: material,
        status: worst(list.map(({ status }) => status)),
        findings: list,
      }));
      const status = worst([...parts, ...own].map((part) => part.status));
      const id = `keymgmt/kms/aws/key/${name}`;
      return { id, name, kms: 'aws', alias: '', status, versions: parts, findings: own };
    });

const permission = (action: string): fc.Arbitrary<PermissionReport> =>
  fc.constantFrom('allowed' as const, 'denied' as const, 'indeterminate' as const).map((decision) => ({
    action,
    decision,
    method: 'simulate',
    evidence: decision,
    layer: null,
    message: 'so it is',
    remedy: '',
    needed_for: '',
    sets: ['vault'],
    principal_arn: 'arn:aws:iam::111122223333:user/vault',
    region,
    kms: ['aws'],
  }));

/** Reports on some of the same few keys and permissions. */
export const reports: fc.Arbitrary<Report> = fc
  .record({
    keys: fc
      .subarray(['one', 'one-2', 'two'])
      .chain((names) => fc.tuple(...names.map(key)) as fc.Arbitrary<KeyReport[]>),
    permissions: fc
      .subarray(['kms:CreateKey', 'kms:DescribeKey'])
      .chain((names) => fc.tuple(...names.map(permission)) as fc.Arbitrary<PermissionReport[]>),
    findings: fc.array(
      open.map((status) => finding('no_keys', status)),
      { maxLength: 1 },
    ),
    complete: fc.boolean(),
    depth: fc.constantFrom('standard' as const, 'full' as const),
  })
  .map((parts) =>
    buildReport({
      ...parts,
      region,
      account_id: '111122223333',
      principal_arn: null,
      checked_at: '2026-11-24T00:00:00.000Z',
      limits: [],
      orphans: [],
      notices: [],
      next: null,
    }),
  );
