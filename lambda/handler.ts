import { openSharedConnections } from '../src/aws/aws-effects.ts';
import type { Clock, Env } from '../src/model/effects.ts';
import { RunError } from '../src/model/errors.ts';
import type { Report } from '../src/model/report.ts';
import { archiveReport } from './archive-report.ts';
import { auditedCheck } from './audited-check.ts';
import { readConfigEvent } from './config-event.ts';
import { type ConfigAnswer, evaluateRule } from './config-rule.ts';
import { CheckFailedError } from './lambda-errors.ts';
import type { Output } from './lambda-log.ts';
import { logOf, redacted } from './lambda-log.ts';
import { metricLines } from './metrics.ts';
import { type CheckEvent, readEvent } from './read-check-event.ts';
import { redactError, redactorOf } from './redaction.ts';
import { answer, type CheckEffects } from './run-check.ts';
import { hubOf, publishToSecurityHub } from './security-hub.ts';

/** What Lambda says about an invocation, as far as it is used. */
export interface InvocationContext {
  readonly awsRequestId?: string;
  readonly invokedFunctionArn?: string;
  getRemainingTimeInMillis?(): number;
}

/**
 * Verifies one region.
 *
 * @returns a handler that throws InvalidEventError, NotCompliantError or CheckFailedError
 */
export function createHandler(env: Env, clock: Clock, output: Output) {
  const invoke = createInvocation(env, clock, output);
  return (input: unknown, context?: InvocationContext): Promise<Report> =>
    invoke(context, async (check) => {
      const event = readEvent(input, env);
      return answer(await check(event), event, env);
    });
}

/**
 * Evaluates a rule of AWS Config.
 *
 * @returns a handler that throws InvalidEventError or CheckFailedError
 */
export function createRuleHandler(env: Env, clock: Clock, output: Output) {
  const invoke = createInvocation(env, clock, output);
  return (input: unknown, context?: InvocationContext): Promise<ConfigAnswer> =>
    invoke(context, async (check, effects) => {
      const event = readConfigEvent(input, env);
      const delivered = await evaluateRule(event, effects, () => check(event.check));
      output.logger.info('evaluated for AWS Config', { ...delivered });
      return delivered;
    });
}

/** Executes a check, reports it in metrics, log and Security Hub, and archives it. */
type Check = (event: CheckEvent) => Promise<Report>;

/** Connections and rates are kept from one invocation to the next. */
function createInvocation(env: Env, clock: Clock, standard: Output) {
  const shared = openSharedConnections(clock);
  return async <T>(
    context: InvocationContext | undefined,
    work: (check: Check, effects: CheckEffects) => Promise<T>,
  ): Promise<T> => {
    const redactor = redactorOf(env);
    const output = redacted(standard, redactor);
    const { logger } = output;
    const log = logOf(output);
    const started = clock.now().getTime();
    const left = context?.getRemainingTimeInMillis?.();
    const deadline = left === undefined ? null : new Date(started + left);
    const effects = { env, clock, shared, deadline, log, redactor };
    logger.resetKeys();
    logger.appendKeys({ request_id: context?.awsRequestId });
    const check = async (event: CheckEvent) => {
      logger.appendKeys({ run_id: event.run_id ?? undefined, region: event.region });
      const report = await auditedCheck(event, effects);
      for (const line of metricLines(report, clock.now().getTime() - started)) output.metric(line);
      logger.info(`checked: ${report.status}`, {
        complete: report.complete,
        account_id: report.account_id,
        principal_arn: report.principal_arn,
        summary: report.summary,
      });
      const hub = env['SECURITY_HUB'] === 'enabled' ? hubOf(context?.invokedFunctionArn) : null;
      if (hub !== null) await publishToSecurityHub(report, hub, { env, shared, log });
      await archiveReport(report, event, context ?? {}, effects);
      return report;
    };
    try {
      return await work(check, effects);
    } catch (thrown) {
      const error = redactError(thrown as Error, redactor);
      logger.error(error.message, { error_name: error.name });
      if (!(error instanceof RunError)) throw error;
      throw new CheckFailedError(redactor.text(`${error.message} ${error.remedy}`.trim()), { cause: error });
    }
  };
}
