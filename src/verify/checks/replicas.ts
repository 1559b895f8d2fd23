import { showFailure } from '../../model/evidence.ts';
import type { CheckResult, VersionCheck, VersionSubject } from '../check.ts';
import { fail, indeterminate, pass, skip, versionName } from '../check.ts';
import { keyStateOf } from '../expectations.ts';
import { failureRemedy } from '../failure-remedy.ts';

export const replicas: VersionCheck<'replicas'> = {
  id: 'replicas',
  scope: 'version',
  depth: 'standard',
  proves: 'Each declared replica region has the replica, with its material, in the expected state.',
  why: 'A replica of imported material needs its own import; until then it cannot be used.',
  calls: ['kms:DescribeKey'],
  remedy: 'Replicate the distribution again (vault write -f <mount>/kms/<kms>/key/<key>/replicate).',
  run: (subject) => {
    // A key that is not a primary has no replicas: `multi_region` reports it.
    if (subject.key.multi_region?.type !== 'PRIMARY') return skip;
    const results = subject.expectation.replica_regions.map((region) => evaluateReplica(subject, region));
    return (
      results.find(({ status }) => status === 'fail') ??
      results.find(({ status }) => status === 'indeterminate') ??
      (results.length === 0 ? skip : pass)
    );
  },
};

function evaluateReplica(subject: VersionSubject, region: string): CheckResult {
  const expected = keyStateOf(subject.expectation, subject.version);
  const evidence = subject.evidence.replicas[region];
  const name = versionName(subject);
  if (evidence === undefined || !evidence.ok) {
    const failure = evidence?.failure;
    if (failure?.cause === 'not_found')
      return fail({
        expected: `a replica in ${region}`,
        actual: 'none',
        message: `${name}: KMS in ${region} has no replica of ${subject.key.arn}.`,
      });
    return indeterminate({
      expected: `a replica in ${region}`,
      actual: failure?.code ?? 'not read',
      message: `${name}: the replica in ${region} could not be read${failure ? ` (${showFailure(failure)})` : ''}.`,
      ...(failure ? { remedy: failureRemedy(failure) } : {}),
    });
  }
  const { key_state, multi_region, arn } = evidence.value;
  if (key_state === 'PendingImport')
    return fail({
      expected: `a replica in ${region} with its material`,
      actual: 'PendingImport',
      message: `${name}: the replica ${arn} has no key material.`,
    });
  if (key_state !== expected)
    return fail({
      expected: `${expected} in ${region}`,
      actual: key_state ?? 'no value',
      message: `${name}: the replica ${arn} is ${key_state}, not ${expected}.`,
    });
  if (multi_region?.type !== 'REPLICA')
    return fail({
      expected: `a REPLICA in ${region}`,
      actual: multi_region?.type ?? 'single-region',
      message: `${name}: the KMS key ${arn} is not a replica.`,
    });
  return pass;
}
