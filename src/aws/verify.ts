import type { Clock, Env } from '../model/effects.ts';
import type { Report } from '../model/report.ts';
import type { Identity } from '../verify/evidence.ts';
import { refused } from '../verify/evidence.ts';
import type { Reader } from '../verify/reader.ts';
import type { VerifyRequest } from '../verify/request.ts';
import { verify } from '../verify/verify.ts';
import type { ClientSettings, ConnectionPool } from './clients.ts';
import { openClients } from './clients.ts';
import type { Looker } from './credentials.ts';
import { resolveLooker } from './credentials.ts';
import type { RateLimiter } from './rate.ts';
import { createRateLimiter } from './rate.ts';
import { createReader } from './read.ts';

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
  /** Rates and connections, shared by checks of the same account; see {@link openShared}. */
  readonly shared: Shared;
}

/** What checks share: made once, used for every one. */
export interface Shared {
  readonly limiter: RateLimiter;
  readonly pool: ConnectionPool;
}

/** @param share of AWS's request quotas to use, more than 0 and at most 1 */
export function openShared(clock: Clock, share = 0.5): Shared {
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
 * @param looker who looks; whose permissions are judged is `request.principal_arn`
 * @throws RunError `invalid_cursor`
 */
export async function verifyInAws(
  request: VerifyRequest,
  looker: Looker,
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
    const credentials = await resolveLooker(looker, request.region, run_id, openClients(settings), clock);
    const reader = credentials.ok
      ? createReader(openClients({ ...settings, credentials: credentials.value }), request.region)
      : blindReader(refused(credentials.refusal));
    return await verify(
      { ...request, principal_arn: judged(request, looker) },
      { reader, clock, deadline, concurrency },
    );
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}

/** A role that looks and is judged is known by its own ARN, path included; STS would give a session's. */
function judged({ principal_arn, judge_looker }: VerifyRequest, looker: Looker): string | null {
  return principal_arn ?? (judge_looker && looker.kind === 'role' ? looker.role_arn : null);
}

/** The one who looks has no credentials: every question has the same answer. */
function blindReader(refusal: ReturnType<typeof refused<never>>): Reader {
  const answer = async () => refusal;
  return {
    identity: answer as () => Promise<ReturnType<typeof refused<Identity>>>,
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
