import { describe, expect, test } from '@jest/globals';
import type { FindingId } from '../../src/model/finding-id.ts';
import type { Finding, Status, VersionReport } from '../../src/model/report.ts';
import { furtherChecksOf, identified, providerOf } from '../../src/verify/identify.ts';
import { severityOf } from '../../src/verify/severities.ts';
import { finding, key, permission, version } from './support/report-parts.ts';

const db = (...versions: readonly VersionReport[]) =>
  key(versions, { id: 'keymgmt/kms/aws/key/db', name: 'db' });

/** The id and the severity of one finding of a version. */
function named(one: Finding, depth?: 'standard' | 'full') {
  const parts = {
    ...{ region: 'us-west-2', findings: [], permissions: [], depth },
    keys: [db(version(2, [one]))],
  };
  const { id, severity } = identified(parts).keys[0]!.versions[0]!.findings[0]!;
  return [id, severity];
}

describe('the id of a finding', () => {
  test('names the version, or the provider for a sample of its keys', () => {
    expect(named(finding('key_state'), 'standard')).toEqual(['keymgmt/kms/aws/key/db@2/key_state', 'high']);
    expect(named(finding('key_policy'), 'full')).toEqual(['keymgmt/kms/aws/key/db@2/key_policy', 'high']);
    expect(named(finding('key_policy'))).toEqual(['keymgmt/kms/aws/key/db@2/key_policy', 'high']);
    expect(named(finding('key_policy'), 'standard')).toEqual(['keymgmt/kms/aws/key_policy', 'high']);
  });

  test('names the region of a replica', () => {
    expect(named(finding('origin', { replica_region: 'eu-west-1' }))[0]).toBe(
      'keymgmt/kms/aws/key/db@2/eu-west-1/origin',
    );
  });

  test('stays what it is, and so does its severity', () => {
    expect(named(finding('origin', { id: 'mine', severity: 'low' }))).toEqual(['mine', 'low']);
    expect(named(finding('origin', { id: 'mine' }))).toEqual(['mine', 'high']);
    expect(named(finding('origin', { severity: 'low' }))).toEqual(['keymgmt/kms/aws/key/db@2/origin', 'low']);
  });

  test('of a permission is given where it is not allowed', () => {
    const permissions = [permission('denied'), permission('allowed'), permission('denied', { id: 'mine' })];
    const ids = identified({ region: 'us-west-2', keys: [], findings: [], permissions }).permissions.map(
      ({ id }) => id,
    );
    expect(ids).toEqual(['us-west-2/none/kms:CreateKey', undefined, 'mine']);
  });

  test('begins with the provider, whatever the key is called', () => {
    expect(providerOf(db())).toBe('keymgmt/kms/aws');
    expect(providerOf(key([], { id: 'keymgmt/key/kms/aws/key/db' }))).toBe('keymgmt/key/kms/aws');
  });
});

describe('a severity', () => {
  test.each<[FindingId, string]>([
    ...(['policy_public', 'material_id', 'public_key'] as const).map(
      (id) => [id, 'critical'] as [FindingId, string],
    ),
    ...(
      [
        ...(['latest_version', 'version_record', 'creation_date', 'alias_form', 'alias_single'] as const),
        ...(['multi_region', 'key_age', 'no_keys', 'out_of_time', 'not_checked'] as const),
      ] as const
    ).map((id) => [id, 'medium'] as [FindingId, string]),
    ['key_state', 'high'],
  ])('of %s is %s', (check, severity) => {
    expect(severityOf(check, 'fail', undefined)).toBe(severity);
  });

  test.each<[Status, 'critical' | 'medium' | 'low', string]>([
    ['fail', 'critical', 'critical'],
    ['indeterminate', 'critical', 'medium'],
    ['indeterminate', 'medium', 'medium'],
    ['indeterminate', 'low', 'low'],
  ])('of a finding that is %s and set to %s is %s', (status, own, severity) => {
    expect(severityOf('origin', status, own)).toBe(severity);
  });
});

test('a report shows which further checks ran by one version of one key', () => {
  const canary = { result: 'decrypted' } as unknown as NonNullable<VersionReport['canary']>;
  const usage = {} as unknown as NonNullable<VersionReport['usage']>;
  expect(furtherChecksOf([db(version(1))])).toEqual([]);
  expect(furtherChecksOf([db(version(1), version(2, [], { canary }))])).toEqual(['canary']);
  expect(furtherChecksOf([db(), db(version(1, [], { usage }), version(2))])).toEqual(['last_use']);
});
