import type { AwsReader } from '../../model/aws-reader.ts';
import { showFailure } from '../../model/evidence.ts';
import { failureRemedy } from '../failure-remedy.ts';
import { allowed, inconclusive, type PermissionFinding } from './permission-finding.ts';
import type { PermissionTarget } from './targets.ts';

/**
 * The operations that a grant can allow.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
 */
const grantable = new Set(
  [
    'Decrypt',
    'Encrypt',
    'GenerateDataKey',
    'GenerateDataKeyWithoutPlaintext',
    'ReEncryptFrom',
    'ReEncryptTo',
    'Sign',
    'Verify',
    'GetPublicKey',
    'CreateGrant',
    'RetireGrant',
    'DescribeKey',
    'GenerateDataKeyPair',
    'GenerateDataKeyPairWithoutPlaintext',
    'GenerateMac',
    'VerifyMac',
    'DeriveSharedSecret',
  ].map((name) => `kms:${name.toLowerCase()}`),
);

/**
 * A grant may allow what no policy does, and nothing that a policy denies: looks for one where a key's policies lack
 * an allowance.
 */
export async function withGrants(
  target: PermissionTarget,
  finding: PermissionFinding,
  principalArn: string,
  reader: AwsReader,
): Promise<PermissionFinding> {
  const { key } = target;
  if (key === null || finding.decision !== 'denied' || finding.is_denial) return finding;
  if (!grantable.has(target.action.toLowerCase())) return finding;
  const answer = await reader.grants(key.region, key.key_id);
  const where = `On ${key.arn}`;
  if (!answer.ok)
    return inconclusive(
      'grant',
      answer.failure.code,
      `${where}: no policy allows it, and the grants, which may, could not be read (${showFailure(answer.failure)}).`,
      failureRemedy(answer.failure),
    );
  const operation = target.action.replace(/^kms:/i, '').toLowerCase();
  const mine = answer.value.filter(
    ({ grantee, operations }) =>
      grantee === principalArn && operations.some((name) => name.toLowerCase() === operation),
  );
  if (mine.length === 0) return finding;
  if (mine.some(({ is_constrained }) => !is_constrained))
    return allowed('grant', 'grant', `${where}: a grant allows it.`, null);
  return inconclusive(
    'grant',
    'constrained grant',
    `${where}: only a grant allows it, for some encryption contexts.`,
    'Read the constraints of the grant (aws kms list-grants).',
  );
}
