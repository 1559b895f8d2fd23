import { expect, test } from '@jest/globals';
import type { KeyReport, Report, VersionReport } from '../../src/model/report.ts';
import { buildReport } from '../../src/verify/build-report.ts';
import { withBaseline } from '../../src/verify/expectations-with-baseline.ts';
import { expectation, keyId, region } from './support/fixtures.ts';

const canary = { result: 'pass', ciphertext: 'AAAA', made_at: '2026-01-01T00:00:00.000Z' } as const;

function baseline(versions: readonly Partial<VersionReport>[], key: Partial<KeyReport> = {}): Report {
  const id = 'keymgmt/kms/aws-us-west-2/key/payments-db';
  const plain = { version: 2, key_id: keyId(2), arn: null, key_state: 'Enabled', key_material_id: null };
  return buildReport({
    region,
    account_id: null,
    principal_arn: null,
    checked_at: '2026-01-01T00:00:00.000Z',
    keys: [
      {
        id,
        name: 'payments-db',
        kms: 'aws-us-west-2',
        alias: '',
        status: 'pass',
        versions: versions.map((version) => ({ ...plain, status: 'pass', findings: [], ...version })),
        findings: [],
        ...key,
      },
    ],
    permissions: [],
    limits: [],
    orphans: [],
    findings: [],
    notices: [],
    complete: true,
    next: null,
  });
}

test('an earlier report gives the material and the canary of the same KMS keys', () => {
  const versions = [
    { version: 1, key_id: keyId(1), key_material_id: 'm1' },
    { version: 2, key_material_id: 'm2', canary },
  ];
  expect(withBaseline([expectation()], baseline(versions))).toEqual([
    {
      ...expectation(),
      key_material_ids: { '1': 'm1', '2': 'm2' },
      canaries: { '2': { ciphertext: canary.ciphertext, made_at: canary.made_at } },
    },
  ]);
});

test('what the expectation says itself counts more', () => {
  const own = expectation({
    key_material_ids: { '2': 'own' },
    canaries: { '2': { ciphertext: 'BBBB', made_at: '2026-02-01T00:00:00.000Z' } },
  });
  expect(withBaseline([own], baseline([{ key_material_id: 'm2', canary }]))).toEqual([own]);
});

test.each<[string, Report | null]>([
  ['there is none', null],
  ['the version has another KMS key now', baseline([{ key_id: keyId(9), key_material_id: 'm2', canary }])],
  ['the key is in another mount', baseline([{ key_material_id: 'm2', canary }], { id: 'other/kms/a/key/b' })],
  ['it has neither', baseline([{ canary: { result: 'not_used' } }])],
  ['its canary is not whole', baseline([{ canary: { result: 'fail', ciphertext: 'AAAA' } }])],
])('an earlier report changes nothing where %s', (_, report) => {
  expect(withBaseline([expectation()], report)).toEqual([expectation()]);
});
