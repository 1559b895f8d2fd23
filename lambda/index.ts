import { systemClock } from '../src/effects/clock.ts';
import { collectGarbageEarly } from '../src/effects/collect-garbage-early.ts';
import { createAggregate } from './aggregate.ts';
import { isConfigEvent } from './config-event.ts';
import { describeFunction } from './describe.ts';
import { createHandler, createRuleHandler, type InvocationContext } from './handler.ts';
import { standardOutput } from './lambda-log.ts';

collectGarbageEarly();

const check = createHandler(process.env, systemClock, standardOutput(process.env));
const evaluateRule = createRuleHandler(process.env, systemClock, standardOutput(process.env));

/** What Lambda calls: verifies one region, evaluates a rule of AWS Config, or describes the function. */
export const handler = async (event: unknown, context?: InvocationContext) =>
  describeFunction(event, process.env) ??
  (isConfigEvent(event) ? evaluateRule(event, context) : check(event, context));

/** What the fleet's state machine calls to merge reports. */
export const aggregate = createAggregate(process.env, systemClock, standardOutput(process.env));
