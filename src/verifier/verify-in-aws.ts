import type { AwsEffects } from '../aws/aws-effects.ts';
import type { ClientSettings } from '../aws/clients.ts';
import { openClients } from '../aws/clients.ts';
import { createAwsReader } from '../aws/read-evidence.ts';
import type { VerifierIdentity } from '../aws/verifier-identity.ts';
import { resolveVerifierCredentials } from '../aws/verifier-identity.ts';
import type { AwsReader } from '../model/aws-reader.ts';
import type { Identity } from '../model/evidence.ts';
import { failed } from '../model/evidence.ts';
import type { Report } from '../model/report.ts';
import { verify } from '../verify/verify.ts';
import type { VerifyRequest } from '../verify/verify-request.ts';
import { limitSlowServices } from './time-budget.ts';

/** How long calls under way at the deadline may go on, in milliseconds. */
const grace = 1_000;

/** Keys that are read at once. */
const concurrency = 20;

/**
 * Verifies in AWS what Vault recorded for one region. The Action and the Lambda both call it.
 *
 * It throws for no answer of AWS: credentials without access are a finding of the report.
 *
 * @param identity the verifier identity; the audited principal is `request.principal_arn`
 * @throws RunError `invalid_cursor`
 */
export async function verifyInAws(
  request: VerifyRequest,
  identity: VerifierIdentity,
  { env, clock, run_id, deadline, signal, shared }: AwsEffects,
): Promise<Report> {
  const stop = new AbortController();
  const timer =
    deadline === null
      ? null
      : setTimeout(() => stop.abort(), Math.max(0, deadline.getTime() - clock.now().getTime()) + grace);
  const until = AbortSignal.any(signal === undefined ? [stop.signal] : [stop.signal, signal]);
  const settings: ClientSettings = {
    env,
    credentials: null,
    run_id,
    ...shared,
    kms_endpoint: null,
    signal: until,
  };
  const open = (credentials: ClientSettings['credentials']): AwsReader => {
    const own = { ...settings, credentials };
    const readerUntil = (signal: AbortSignal) =>
      createAwsReader(openClients({ ...own, signal: AbortSignal.any([until, signal]) }), request.region);
    const reader = createAwsReader(openClients(own), request.region);
    if (deadline === null) return reader;
    return limitSlowServices(reader, readerUntil, () => deadline.getTime() - clock.now().getTime());
  };
  try {
    const credentials = await resolveVerifierCredentials(
      identity,
      request.region,
      run_id,
      openClients(settings),
      clock,
    );
    const reader = credentials.ok ? open(credentials.value) : failingReader(failed(credentials.failure));
    return await verify(
      { ...request, principal_arn: auditedPrincipal(request, identity) },
      { reader, clock, deadline, concurrency },
    );
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}

/** A role that is verifier and audited principal at once is named by its own ARN with its path; STS answers a session's. */
function auditedPrincipal(
  { principal_arn, audits_verifier }: VerifyRequest,
  identity: VerifierIdentity,
): string | null {
  return principal_arn ?? (audits_verifier && identity.kind === 'role' ? identity.role_arn : null);
}

/** Without credentials every call fails for the same reason. */
function failingReader(failure: ReturnType<typeof failed<never>>): AwsReader {
  const answer = async () => failure;
  return {
    identity: answer as () => Promise<ReturnType<typeof failed<Identity>>>,
    key: answer,
    aliases: answer,
    keyIds: answer,
    policy: answer,
    materials: answer,
    publicKey: answer,
    principal: answer,
    simulate: answer,
    publicAccess: answer,
    resourceTags: answer,
    lastUsage: answer,
    grants: answer,
    organizationPolicies: answer,
    history: answer,
    keyCreators: answer,
    policyChanges: answer,
    encrypt: answer,
    decrypt: answer,
    sign: answer,
  };
}
