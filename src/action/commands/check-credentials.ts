import type { Desired } from '../../model/desired.ts';
import { providerId } from '../../model/id.ts';
import type { Notice, PlanBlocker } from '../../model/plan.ts';
import type { GuardInputs } from '../inputs.ts';
import type { JobEffects } from './job.ts';

/** The code of the notice that credentials could not be proved: a warning, for they are written all the same. */
export const credentialsUnknown = 'credentials_unknown';

/** What proving the declared credentials adds to a plan. */
export interface CredentialFindings {
  readonly refusals: readonly PlanBlocker[];
  readonly notices: readonly Notice[];
  /** The providers of whose credentials AWS did not even say whose they are: there is no use in looking with them. */
  readonly blind: ReadonlySet<string>;
}

/**
 * Proves the declared credentials in AWS before they are written to Vault (contract 1.4): `auto` refuses what is
 * surely wrong and warns of what could not be established, `require` refuses that too.
 */
export async function checkCredentials(
  desired: Desired,
  { check_credentials, allowed_account_ids }: GuardInputs,
  { env, clock }: Pick<JobEffects, 'env' | 'clock'>,
): Promise<CredentialFindings> {
  const declared = desired.mounts.flatMap((mount) =>
    mount.kms.flatMap(({ name, key_collection, credentials }) =>
      credentials === null ? [] : [{ id: providerId(mount, name), region: key_collection, credentials }],
    ),
  );
  if (check_credentials === 'off' || declared.length === 0)
    return { refusals: [], notices: [], blind: new Set() };

  const [{ verifyCredentials }, { openSharedConnections }] = await Promise.all([
    import('../../verifier/verify-credentials.ts'),
    import('../../aws/aws-effects.ts'),
  ]);
  const effects = { env, run_id: env['GITHUB_RUN_ID'] || null, shared: openSharedConnections(clock) };
  const verdicts = await Promise.all(
    declared.map(async ({ id, region, credentials }) => ({
      id,
      ...(await verifyCredentials({ credentials, region, allowed_account_ids, sets: ['vault'] }, effects)),
    })),
  );
  const refused = verdicts.filter(
    ({ verdict }) =>
      verdict === 'invalid' ||
      verdict === 'denied' ||
      (verdict === 'unknown' && check_credentials === 'require'),
  );
  const doubtful = verdicts.filter(({ verdict }) => verdict === 'unknown' && check_credentials === 'auto');
  return {
    refusals: refused.map(({ id, verdict, messages }) => ({
      code: `credentials_${verdict}`,
      id,
      field: 'credentials',
      from: null,
      to: null,
      message: `${id}: ${messages.join(' ')}`,
      remedy: remedies[verdict],
    })),
    notices: doubtful.map(({ id, messages }) => ({
      code: credentialsUnknown,
      id,
      message: `${id}: the credentials could not be proved to the end: ${messages.join(' ')}`,
    })),
    blind: new Set(verdicts.filter(({ arn }) => arn === null).map(({ id }) => id)),
  };
}

const remedies = {
  ok: '',
  invalid: 'Declare credentials that AWS accepts, of an allowed account.',
  denied: 'Grant the actions: the policy command prints the IAM policy that Vault’s principal needs.',
  unknown: 'Settle it, or set check_credentials to auto or off.',
} as const;
