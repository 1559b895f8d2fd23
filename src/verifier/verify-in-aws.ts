import type { ClientSettings, ConnectionPool } from '../aws/clients.ts';
import { openClients } from '../aws/clients.ts';
import type { RateLimiter } from '../aws/rate-limiter.ts';
import { createRateLimiter } from '../aws/rate-limiter.ts';
import { createAwsReader } from '../aws/read-evidence.ts';
import type { VerifierIdentity } from '../aws/verifier-identity.ts';
import { resolveVerifierCredentials } from '../aws/verifier-identity.ts';
import type { AwsReader } from '../model/aws-reader.ts';
import type { Clock, Env } from '../model/effects.ts';
import type { Identity } from '../model/evidence.ts';
import { failed } from '../model/evidence.ts';
import type { Report } from '../model/report.ts';
import { verify } from '../verify/verify.ts';
import type { VerifyRequest } from '../verify/verify-request.ts';

/** What a check needs of the world, beside AWS itself. */
export interface AwsEffects {
  /** Endpoints, proxies and the SDK's own credential chain. */
  readonly env: Env;
  readonly clock: Clock;
  /** The run's id, for User-Agent and session name; `null`: none. */
  readonly run_id: string | null;
  /** When to begin no further key; what is under way has a second more. `null`: never. */
  readonly deadline: Date | null;
  /** Aborted when the run is cancelled: what is under way ends at once, and the report is incomplete. Left out: never. */
  readonly signal?: AbortSignal;
  /** Rates and connections, shared by checks of the same account; see {@link openSharedConnections}. */
  readonly shared: SharedConnections;
}

/** What checks share: made once, used for every one. */
export interface SharedConnections {
  readonly limiter: RateLimiter;
  readonly pool: ConnectionPool;
}

/** @param share of AWS's request quotas to use, more than 0 and at most 1 */
export function openSharedConnections(clock: Clock, share = 0.5): SharedConnections {
  return { limiter: createRateLimiter(share, clock), pool: new Map() };
}

/** For how long calls that are under way at the deadline may go on, in milliseconds. */
const grace = 1_000;

/** Keys looked at at a time. */
const concurrency = 20;

/**
 * Proves in AWS what Vault says it distributed to one region: what Lambda and Action both call.
 *
 * Nothing AWS answers makes it throw: credentials that are refused are a finding of the report.
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
  const settings: ClientSettings = {
    env,
    credentials: null,
    run_id,
    ...shared,
    kms_endpoint: null,
    signal: AbortSignal.any(signal === undefined ? [stop.signal] : [stop.signal, signal]),
  };
  try {
    const credentials = await resolveVerifierCredentials(
      identity,
      request.region,
      run_id,
      openClients(settings),
      clock,
    );
    const reader = credentials.ok
      ? createAwsReader(openClients({ ...settings, credentials: credentials.value }), request.region)
      : blindReader(failed(credentials.failure));
    return await verify(
      { ...request, principal_arn: auditedPrincipal(request, identity) },
      { reader, clock, deadline, concurrency },
    );
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}

/** A role that is both verifier and audited principal is known by its own ARN, path included; STS would give a session's. */
function auditedPrincipal(
  { principal_arn, audits_verifier }: VerifyRequest,
  identity: VerifierIdentity,
): string | null {
  return principal_arn ?? (audits_verifier && identity.kind === 'role' ? identity.role_arn : null);
}

/** The one who looks has no credentials: every question has the same answer. */
function blindReader(refusal: ReturnType<typeof failed<never>>): AwsReader {
  const answer = async () => refusal;
  return {
    identity: answer as () => Promise<ReturnType<typeof failed<Identity>>>,
    key: answer,
    aliases: answer,
    keyIds: answer,
    policy: answer,
    materials: answer,
    publicKey: answer,
    roleArn: answer,
    simulate: answer,
    history: answer,
  };
}
