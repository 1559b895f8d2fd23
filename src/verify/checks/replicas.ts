import { showFailure } from '../../model/evidence.ts';
import type { CheckResult, VersionCheck, VersionSubject } from '../check.ts';
import { fail, indeterminate, pass, skip, versionName } from '../check.ts';
import { keyStateOf } from '../expectations.ts';
import { failureRemedy } from '../failure-remedy.ts';

export const replicas: VersionCheck = {
  id: 'replicas',
  scope: 'version',
  depth: 'standard',
  proves:
    'In each declared replica region the replica is there, with its material, in the state that is due.',
  why: 'A replica of imported material needs its own import; until then it is a key that can do nothing.',
  calls: ['kms:DescribeKey'],
  remedy: 'Replicate the distribution again (vault write -f <mount>/kms/<kms>/key/<key>/replicate).',
  run: (subject) => {
    // A key that is no primary has no replicas to look for: `multi_region` names it.
    if (subject.key.multi_region?.type !== 'PRIMARY') return skip;
    const outcomes = subject.expectation.replica_regions.map((region) => judge(subject, region));
    return (
      outcomes.find(({ status }) => status === 'fail') ??
      outcomes.find(({ status }) => status === 'indeterminate') ??
      (outcomes.length === 0 ? skip : pass)
    );
  },
};

function judge(subject: VersionSubject, region: string): CheckResult {
  const expected = keyStateOf(subject.expectation, subject.version);
  const answer = subject.evidence.replicas[region];
  const name = versionName(subject);
  if (answer === undefined || !answer.ok) {
    const refusal = answer?.failure;
    if (refusal?.cause === 'not_found')
      return fail({
        expected: `a replica in ${region}`,
        actual: 'none',
        message: `${name}: KMS in ${region} has no replica of ${subject.key.arn}.`,
      });
    return indeterminate({
      expected: `a replica in ${region}`,
      actual: refusal?.code ?? 'not looked at',
      message: `${name}: the replica in ${region} could not be read${refusal ? ` (${showFailure(refusal)})` : ''}.`,
      ...(refusal ? { remedy: failureRemedy(refusal) } : {}),
    });
  }
  const { key_state, multi_region, arn } = answer.value;
  if (key_state === 'PendingImport')
    return fail({
      expected: `a replica in ${region} with its material`,
      actual: 'PendingImport',
      message: `${name}: the replica ${arn} is there and its key material is not.`,
    });
  if (key_state !== expected)
    return fail({
      expected: `${expected} in ${region}`,
      actual: key_state ?? 'not said',
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
