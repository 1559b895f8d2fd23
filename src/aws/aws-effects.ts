import type { Clock, Env } from '../model/effects.ts';
import type { ConnectionPool } from './connections.ts';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';

/** What a verification needs of the world, beside AWS itself. */
export interface AwsEffects {
  /** Endpoints, proxies and the SDK's own credential chain. */
  readonly env: Env;
  readonly clock: Clock;
  /** The run's id, for User-Agent and session name; `null`: none. */
  readonly run_id: string | null;
  /** When to begin no further key; calls under way have a second more. `null`: never. */
  readonly deadline: Date | null;
  /** Aborted when the run is cancelled: calls under way end at once, and the report is incomplete. Left out: never. */
  readonly signal?: AbortSignal;
  /** Rates and connections, shared by all that read the same account; see {@link openSharedConnections}. */
  readonly shared: SharedConnections;
}

/** Rates and connections: made once, used by every verification of a process. */
export interface SharedConnections {
  readonly limiter: RateLimiter;
  readonly pool: ConnectionPool;
}

/** @param share of AWS's request quotas to use, more than 0 and at most 1 */
export function openSharedConnections(clock: Clock, share = 0.5): SharedConnections {
  return { limiter: createRateLimiter(share, clock), pool: new Map() };
}
