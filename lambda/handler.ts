import { openSharedConnections } from '../src/aws/aws-effects.ts';
import type { Clock, Env } from '../src/model/effects.ts';
import { RunError } from '../src/model/errors.ts';
import type { Report } from '../src/model/report.ts';
import { auditedCheck } from './audited-check.ts';
import { CheckFailedError } from './lambda-errors.ts';
import type { Output } from './lambda-log.ts';
import { logOf } from './lambda-log.ts';
import { metricLines } from './metrics.ts';
import { readEvent } from './read-check-event.ts';
import { answer } from './run-check.ts';
import { hubOf, publishToSecurityHub } from './security-hub.ts';

/** What Lambda says about an invocation, as far as it is used. */
export interface InvocationContext {
  readonly awsRequestId?: string;
  readonly invokedFunctionArn?: string;
  getRemainingTimeInMillis?(): number;
}

/**
 * Connections and rates are kept from one invocation to the next.
 *
 * @returns a handler that throws InvalidEventError, NotCompliantError or CheckFailedError
 */
export function createHandler(env: Env, clock: Clock, output: Output) {
  const shared = openSharedConnections(clock);
  const { logger } = output;
  return async (input: unknown, context?: InvocationContext): Promise<Report> => {
    const started = clock.now().getTime();
    const left = context?.getRemainingTimeInMillis?.();
    const deadline = left === undefined ? null : new Date(started + left);
    logger.resetKeys();
    logger.appendKeys({ request_id: context?.awsRequestId });
    try {
      const event = readEvent(input, env);
      logger.appendKeys({ run_id: event.run_id ?? undefined, region: event.region });
      const report = await auditedCheck(event, { env, clock, shared, deadline, log: logOf(output) });
      for (const line of metricLines(report, clock.now().getTime() - started)) output.metric(line);
      logger.info(`checked: ${report.status}`, {
        complete: report.complete,
        account_id: report.account_id,
        principal_arn: report.principal_arn,
        summary: report.summary,
      });
      const hub = env['SECURITY_HUB'] === 'enabled' ? hubOf(context?.invokedFunctionArn) : null;
      if (hub !== null) await publishToSecurityHub(report, hub, { env, shared, log: logOf(output) });
      return answer(report, event, env);
    } catch (error) {
      logger.error((error as Error).message, { error_name: (error as Error).name });
      if (!(error instanceof RunError)) throw error;
      throw new CheckFailedError(`${error.message} ${error.remedy}`.trim(), { cause: error });
    }
  };
}
