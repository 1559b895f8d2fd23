import type { Evidence, KmsKey } from '../../model/evidence.ts';
import { showFailure } from '../../model/evidence.ts';
import type { CheckContext, CheckDoc, CheckResult } from '../check.ts';
import { fail, indeterminate, pass } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';
import { distributeAgain, isSymmetric } from '../move-data.ts';
import { findEvents, rotate } from '../remedy.ts';

/** Runs first: nothing else can be checked on a KMS key that is missing or cannot be read. */
export const exists = {
  id: 'exists',
  scope: 'version',
  depth: 'standard',
  proves: 'The KMS key that Vault recorded for the version exists in the region and account.',
  cannot_see: 'Whether a missing key was deleted, or is in another region or account.',
  why: 'Vault answers from its own record, and is not told when a KMS key is deleted.',
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      `First check that the region and the account are those of the provider. A KMS key that is deleted cannot be restored${
        isSymmetric(target.kind)
          ? ", and what it encrypted is lost: Vault's copy of the material decrypts nothing, since KMS ciphertext cannot be decrypted outside KMS"
          : ''
      }. Find the deletion:`,
      findEvents(target),
      "For new data, rotate the key in Vault; do not remove the distribution while another version's KMS key is still needed, since that schedules all of them for deletion:",
      rotate(target),
      ...(isSymmetric(target.kind) ? [] : distributeAgain(target)),
    ].join('\n'),
  cost: 'What a deleted symmetric KMS key encrypted is lost, whatever is done. Rotating removes nothing. Distributing an asymmetric key again replaces the KMS keys of all versions.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html',
} satisfies CheckDoc;

export function evaluateExists(
  name: string,
  keyId: string,
  evidence: Evidence<KmsKey>,
  { region, account_id }: CheckContext,
): CheckResult {
  if (evidence.ok && evidence.value.key_id === keyId) return pass;
  if (evidence.ok)
    return fail({
      expected: `KMS key ${keyId}`,
      actual: evidence.value.key_id,
      message: `${name}: the record names ${keyId}, which is not the id of a KMS key; it leads to ${evidence.value.key_id}.`,
      remedy: "Give the KMS key's id, as Vault's distribution record has it.",
    });
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
