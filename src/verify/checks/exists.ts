import type { Evidence, KmsKey } from '../../model/evidence.ts';
import { showFailure } from '../../model/evidence.ts';
import type { CheckContext, CheckDoc, CheckResult } from '../check.ts';
import { fail, indeterminate, pass } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';

/** Runs first: nothing else can be checked on a KMS key that is missing or cannot be read. */
export const exists = {
  id: 'exists',
  scope: 'version',
  depth: 'standard',
  proves: 'The KMS key that Vault recorded for the version exists in the region and account.',
  why: 'Vault answers from its own record, and is not told when a KMS key is deleted.',
  calls: ['kms:DescribeKey'],
  remedy:
    'Check that the region and the account are those of the provider. If the KMS key was deleted, distribute the key again.',
} satisfies CheckDoc;

export function evaluateExists(
  name: string,
  keyId: string,
  evidence: Evidence<KmsKey>,
  { region, account_id }: CheckContext,
): CheckResult {
  if (evidence.ok) return pass;
  const { failure } = evidence;
  const where = `${region}${account_id === null ? '' : `, account ${account_id}`}`;
  if (failure.cause === 'not_found')
    return fail({
      expected: `KMS key ${keyId} in ${where}`,
      actual: 'no such key',
      message: `${name}: KMS in ${where} has no key ${keyId}, which Vault's record names (${showFailure(failure)}).`,
    });
  return indeterminate({
    expected: `KMS key ${keyId} in ${where}`,
    actual: failure.code,
    message: `${name}: the KMS key ${keyId} in ${where} could not be read (${showFailure(failure)}).`,
    remedy: failureRemedy(failure),
  });
}
