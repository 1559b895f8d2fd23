import { systemClock } from '../src/effects/clock.ts';
import { createAggregate } from './aggregate.ts';
import { createHandler } from './handler.ts';
import { standardOutput } from './lambda-log.ts';

/** What Lambda calls to check one region (contract 2). */
export const handler = createHandler(process.env, systemClock, standardOutput(process.env));

/** What the fleet's state machine calls to make one report of many. */
export const aggregate = createAggregate(process.env, systemClock, standardOutput(process.env));
