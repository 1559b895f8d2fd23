import { systemClock } from '../src/effects/clock.ts';
import { createAggregate } from './aggregate.ts';
import { describeFunction } from './describe.ts';
import { createHandler, type InvocationContext } from './handler.ts';
import { standardOutput } from './lambda-log.ts';

const check = createHandler(process.env, systemClock, standardOutput(process.env));

/** What Lambda calls: verifies one region, or describes the function. */
export const handler = async (event: unknown, context?: InvocationContext) =>
  describeFunction(event, process.env) ?? check(event, context);

/** What the fleet's state machine calls to merge reports. */
export const aggregate = createAggregate(process.env, systemClock, standardOutput(process.env));
