import type { Evidence, KmsKey } from '../../model/evidence.ts';
import { showFailure } from '../../model/evidence.ts';
import type { CheckContext, CheckDoc, CheckResult } from '../check.ts';
import { fail, indeterminate, pass } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';

/** The gate: what is not there, or not to be seen, has nothing else to check. */
export const exists = {
  id: 'exists',
  scope: 'version',
  depth: 'standard',
  proves: 'The KMS key that Vault recorded for the version is in the region and account that were looked at.',
  why: 'Vault answers from its own record; nothing tells it that the KMS key is gone.',
  calls: ['kms:DescribeKey'],
  remedy:
    'Check that the region and the account are those of the provider. If the KMS key was deleted, distribute the key again.',
} satisfies CheckDoc;

export function evaluateExists(
  name: string,
  keyId: string,
  answer: Evidence<KmsKey>,
  { region, account_id }: CheckContext,
): CheckResult {
  if (answer.ok) return pass;
  const { failure } = answer;
  const where = `${region}${account_id === null ? '' : `, account ${account_id}`}`;
  if (failure.cause === 'not_found')
    return fail({
      expected: `KMS key ${keyId} in ${where}`,
      actual: 'no such key',
      message: `${name}: Vault's record names the KMS key ${keyId}, and KMS in ${where} has no such key (${showFailure(failure)}).`,
    });
  return indeterminate({
    expected: `KMS key ${keyId} in ${where}`,
    actual: failure.code,
    message: `${name}: the KMS key ${keyId} in ${where} could not be read (${showFailure(failure)}).`,
    remedy: failureRemedy(failure),
  });
}
