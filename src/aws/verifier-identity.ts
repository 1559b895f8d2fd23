import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { Clock } from '../model/effects.ts';
import type { Evidence, EvidenceFailure } from '../model/evidence.ts';
import { failed, found } from '../model/evidence.ts';
import { partitionOf } from '../model/partitions.ts';
import { parsePrincipal } from '../model/principal.ts';
import { complete, failureOf, readEvidence } from './aws-failure.ts';
import type { Clients } from './clients.ts';

/**
 * The identity whose AWS calls read KMS and IAM: the process's own, a role to assume, or one whose credentials have to
 * be read first.
 */
export type VerifierIdentity =
  | { readonly kind: 'self' }
  | { readonly kind: 'role'; readonly role_arn: string; readonly external_id: string | null }
  | {
      readonly kind: 'read';
      readonly read: (clients: Clients, region: string) => Promise<Evidence<AwsCredentialIdentityProvider>>;
    };

/** The verifier identity's credentials; `null`: the process's own. */
export async function resolveVerifierCredentials(
  identity: VerifierIdentity,
  region: string,
  runId: string | null,
  clients: Clients,
  clock: Clock,
): Promise<Evidence<AwsCredentialIdentityProvider | null>> {
  if (identity.kind === 'self') return found(null);
  if (identity.kind === 'read') return identity.read(clients, region);
  const foreign = foreignPartition(identity.role_arn, region);
  if (foreign !== null) return failed(foreign);
  const assume = () => assumeRole(identity, region, runId, clients);
  const first = await readEvidence('sts:AssumeRole', assume);
  return first.ok ? found(renewing(first.value, assume, clock)) : first;
}

/** A role of another partition than the region's cannot be assumed there; STS would only say that it does not exist. */
function foreignPartition(roleArn: string, region: string): EvidenceFailure | null {
  const role = parsePrincipal(roleArn)?.partition;
  const { id } = partitionOf(region);
  if (role === undefined || role === id) return null;
  return {
    cause: 'wrong_partition',
    code: 'WrongPartition',
    message: `${roleArn} is in the partition ${role}, and ${region} is in ${id}`,
    action: 'sts:AssumeRole',
  };
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
  const { stsClient, AssumeRoleCommand } = await import('./sdk/sts-client.ts');
  const sts = stsClient(clients, region);
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
  const answer = await assume('keymgmt-verify').catch((error: unknown) => {
    if (failureOf(error, '').cause !== 'denied') throw error;
    return assume(null).catch((second: unknown) => {
      throw bothDenials(error as Error, second as Error);
    });
  });
  const { Credentials } = complete(answer, 'Credentials');
  const { AccessKeyId, SecretAccessKey } = complete(Credentials, 'AccessKeyId', 'SecretAccessKey');
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
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
