import type { KeyCheck } from '../check.ts';
import { fail, pass } from '../check.ts';
import { latestRecorded } from '../expectations.ts';
import { readDistribution } from '../remedy.ts';

export const versionRecord: KeyCheck<'version_record'> = {
  id: 'version_record',
  scope: 'key',
  depth: 'standard',
  proves: "Vault's distribution record has every version up to its last one.",
  cannot_see: 'The KMS key of a version that is not in the record.',
  why: 'A version that is missing in the record has a KMS key that nobody manages, or none: what it encrypted may be lost.',
  calls: [],
  remedy: (target) =>
    [
      "Compare with Vault's record and with an earlier report, which has the KMS key's id:",
      readDistribution(target),
      'Do not remove the distribution, and keep the KMS key of the missing version: nothing else decrypts what it encrypted.',
    ].join('\n'),
  cost: 'None.',
  page: 'https://developer.hashicorp.com/vault/docs/secrets/key-management',
  run: ({ expectation }) => {
    const { name, versions, min_enabled_version } = expectation;
    const last = latestRecorded(expectation)?.version ?? 0;
    const missing = Array.from({ length: last }, (_, index) => index + 1).filter(
      (version) => versions[String(version)] === undefined,
    );
    if (missing.length === 0) return pass;
    const list = missing.join(', ');
    const enabled = missing.filter((version) => version >= min_enabled_version);
    const message = `${name}: the distribution record ends with version ${last}, and lacks ${missing.length === 1 ? 'version' : 'versions'} ${list}`;
    if (enabled.length === 0)
      return { status: 'notice', message: `${message}, below min_enabled_version ${min_enabled_version}.` };
    return fail({ expected: `versions 1 to ${last}`, actual: `without ${list}`, message: `${message}.` });
  },
};
