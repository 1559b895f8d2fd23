import { openShared } from '../src/aws/verify.ts';
import { systemClock } from '../src/effects/clock.ts';
import type { Clock, Env } from '../src/model/effects.ts';
import type { Report } from '../src/model/report.ts';
import { answer, check } from './check.ts';
import { readEvent } from './event.ts';

/** What Lambda says about an invocation, as far as it is used. */
export interface InvocationContext {
  readonly awsRequestId?: string;
  getRemainingTimeInMillis?(): number;
}

/** Connections and rates are kept from one invocation to the next. */
export function createHandler(env: Env, clock: Clock) {
  const shared = openShared(clock);
  return async (input: unknown, context?: InvocationContext): Promise<Report> => {
    const event = readEvent(input, env);
    const left = context?.getRemainingTimeInMillis?.();
    const deadline = left === undefined ? null : new Date(clock.now().getTime() + left);
    return answer(await check(event, { env, clock, shared, deadline }), event);
  };
}

/** What Lambda calls (contract 2). */
export const handler = createHandler(process.env, systemClock);
