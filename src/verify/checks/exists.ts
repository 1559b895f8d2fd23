import type { CheckDoc, Context, Outcome } from '../check.ts';
import { fail, indeterminate, pass } from '../check.ts';
import type { Answer, KmsKey } from '../evidence.ts';
import { showRefusal } from '../evidence.ts';

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

export function judgeExists(
  name: string,
  keyId: string,
  answer: Answer<KmsKey>,
  { region, account_id }: Context,
): Outcome {
  if (answer.ok) return pass;
  const { refusal } = answer;
  const where = `${region}${account_id === null ? '' : `, account ${account_id}`}`;
  if (refusal.kind === 'not_found')
    return fail({
      expected: `KMS key ${keyId} in ${where}`,
      actual: 'no such key',
      message: `${name}: Vault's record names the KMS key ${keyId}, and KMS in ${where} has no such key (${showRefusal(refusal)}).`,
    });
  return indeterminate({
    expected: `KMS key ${keyId} in ${where}`,
    actual: refusal.code,
    message: `${name}: the KMS key ${keyId} in ${where} could not be read (${showRefusal(refusal)}).`,
    remedy: remedies[refusal.kind] ?? 'Run the check again.',
  });
}

const remedies: Readonly<Record<string, string>> = {
  denied:
    'Allow kms:DescribeKey to the one who looks, in its IAM policy and, where the key policy does not delegate to the account, there too.',
  credentials: 'See the finding "credentials".',
  throttled: 'Run the check again; lower the rate if the account is busy.',
  unreachable: 'Check the network path, proxy or VPC endpoint to KMS.',
};
