import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { Clock } from '../model/effects.ts';
import type { Evidence } from '../model/evidence.ts';
import { failed, found } from '../model/evidence.ts';
import { failureOf, readEvidence } from './aws-failure.ts';
import type { Clients } from './clients.ts';

/** The identity whose AWS calls read KMS and IAM: the process's own, a role to assume, or the user whose keys a secret holds. */
export type VerifierIdentity =
  | { readonly kind: 'self' }
  | { readonly kind: 'role'; readonly role_arn: string; readonly external_id: string | null }
  | { readonly kind: 'secret'; readonly secret_arn: string };

/** The verifier identity's credentials; `null`: the process's own. */
export async function resolveVerifierCredentials(
  identity: VerifierIdentity,
  region: string,
  runId: string | null,
  clients: Clients,
  clock: Clock,
): Promise<Evidence<AwsCredentialIdentityProvider | null>> {
  if (identity.kind === 'self') return found(null);
  if (identity.kind === 'secret') return fromSecret(identity.secret_arn, region, clients);
  const assume = () => assumeRole(identity, region, runId, clients);
  const first = await readEvidence('sts:AssumeRole', assume);
  return first.ok ? found(renewing(first.value, assume, clock)) : first;
}

/**
 * Sets the source identity as well, which stays the same through later role changes; a role whose trust policy does
 * not allow that is assumed without it.
 */
async function assumeRole(
  role: Extract<VerifierIdentity, { kind: 'role' }>,
  region: string,
  runId: string | null,
  clients: Clients,
): Promise<AwsCredentialIdentity> {
  const { AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const sts = await clients.sts(region);
  const assume = async (sourceIdentity: string | null) =>
    sts.send(
      new AssumeRoleCommand({
        RoleArn: role.role_arn,
        RoleSessionName: sessionName(runId),
        DurationSeconds: 900,
        ...(sourceIdentity === null ? {} : { SourceIdentity: sourceIdentity }),
        ...(role.external_id === null ? {} : { ExternalId: role.external_id }),
      }),
      clients.options,
    );
  const { Credentials } = await assume('keymgmt-verify').catch((error: unknown) => {
    if (failureOf(error, '').cause !== 'denied') throw error;
    return assume(null).catch((second: unknown) => {
      throw bothDenials(error as Error, second as Error);
    });
  });
  if (Credentials?.AccessKeyId === undefined || Credentials.SecretAccessKey === undefined)
    throw Object.assign(new Error(`AssumeRole of ${role.role_arn} returned no credentials`), {
      name: 'CredentialsProviderError',
    });
  return {
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    ...(Credentials.SessionToken === undefined ? {} : { sessionToken: Credentials.SessionToken }),
    ...(Credentials.Expiration === undefined ? {} : { expiration: Credentials.Expiration }),
  };
}

/** The second denial alone would hide a role that requires a source identity, which its caller may not set. */
function bothDenials(withSource: Error, without: Error): Error {
  if (withSource.message !== without.message)
    without.message = `${without.message}; with a source identity: ${withSource.message}`;
  return without;
}

/** The session's name in CloudTrail: the verifier and the run. */
function sessionName(runId: string | null): string {
  return `keymgmt-verify${runId === null ? '' : `-${runId.replace(/[^\w+=,.@-]/g, '-')}`}`.slice(0, 64);
}

/** Renews the session of fifteen minutes before it expires; after a failed renewal the next call tries again. */
function renewing(
  first: AwsCredentialIdentity,
  renew: () => Promise<AwsCredentialIdentity>,
  clock: Clock,
): AwsCredentialIdentityProvider {
  const margin = 120_000;
  let current = first;
  let renewal: Promise<AwsCredentialIdentity> | null = null;
  return async () => {
    const { expiration } = current;
    if (expiration !== undefined && expiration.getTime() - clock.now().getTime() < margin) {
      renewal ??= renew().finally(() => {
        renewal = null;
      });
      current = await renewal;
    }
    return current;
  };
}

async function fromSecret(
  secretArn: string,
  region: string,
  clients: Clients,
): Promise<Evidence<AwsCredentialIdentityProvider>> {
  const text = await readEvidence('secretsmanager:GetSecretValue', async () => {
    const { GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
    const secrets = await clients.secrets(secretArn.split(':')[3] || region);
    const answer = await secrets.send(new GetSecretValueCommand({ SecretId: secretArn }), clients.options);
    return answer.SecretString ?? '';
  });
  if (!text.ok) return text;
  const identity = parseSecret(text.value);
  if (identity !== null) return found(async () => identity);
  return failed({
    cause: 'invalid_credentials',
    code: 'InvalidSecret',
    message: `the secret ${secretArn} is not a JSON object with access_key and secret_key`,
    action: 'secretsmanager:GetSecretValue',
  });
}

function parseSecret(text: string): AwsCredentialIdentity | null {
  try {
    const { access_key, secret_key, session_token } = JSON.parse(text) as Record<string, unknown>;
    if (typeof access_key !== 'string' || typeof secret_key !== 'string') return null;
    return {
      accessKeyId: access_key,
      secretAccessKey: secret_key,
      ...(typeof session_token === 'string' ? { sessionToken: session_token } : {}),
    };
  } catch {
    return null;
  }
}
