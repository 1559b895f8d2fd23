import type { Evaluation } from '@aws-sdk/client-config-service';
import type { Report } from '../src/model/report.ts';
import { auditedCheck } from './audited-check.ts';
import { changeEvaluation, isKeyOf, kmsKeyType, periodicEvaluations } from './config-evaluations.ts';
import type { ConfigEvent } from './config-event.ts';
import { CheckFailedError } from './lambda-errors.ts';
import { ownClients, ownRegion } from './own-clients.ts';
import type { CheckEffects } from './run-check.ts';

/** What the function answers AWS Config, which does not read it: for the log and for tests. */
export interface ConfigAnswer {
  readonly evaluations: number;
  readonly compliant: number;
  readonly non_compliant: number;
  readonly not_applicable: number;
  /** AWS Config was asked to check the evaluations, and not to keep them. */
  readonly test_mode: boolean;
}

/** The most evaluations of one call. */
const batch = 100;

/** What AWS's own development kit sends as result token when a rule is only tried. */
const testToken = 'TESTMODE';

/**
 * Evaluates a rule of AWS Config, and delivers the evaluations.
 *
 * @param check executes the periodic check and reports it as any other
 * @throws CheckFailedError when AWS Config rejects evaluations
 */
export async function evaluateRule(
  event: ConfigEvent,
  effects: CheckEffects,
  check: () => Promise<Report>,
): Promise<ConfigAnswer> {
  const { changed, at } = event;
  const evaluations =
    changed === null
      ? periodicEvaluations(await check(), event)
      : [changeEvaluation(await checkChanged(event, effects), changed, at)];
  const test_mode = event.result_token === testToken;
  for (let from = 0; from < evaluations.length; from += batch)
    await putEvaluations(evaluations.slice(from, from + batch), event.result_token, test_mode, effects);
  const count = (type: Evaluation['ComplianceType']) =>
    evaluations.filter(({ ComplianceType }) => ComplianceType === type).length;
  return {
    evaluations: evaluations.length,
    compliant: count('COMPLIANT'),
    non_compliant: count('NON_COMPLIANT'),
    not_applicable: count('NOT_APPLICABLE'),
    test_mode,
  };
}

/** Checks the one key that has the KMS key, without permissions; `null`: there is nothing to check. */
async function checkChanged({ changed, check }: ConfigEvent, effects: CheckEffects): Promise<Report | null> {
  if (changed === null || changed.type !== kmsKeyType || changed.is_gone) return null;
  const event = { ...check, min_keys: null, permissions: { ...check.permissions, sets: [], actions: [] } };
  return auditedCheck(event, effects, ({ versions }) => isKeyOf(versions, changed.id));
}

async function putEvaluations(
  Evaluations: Evaluation[],
  ResultToken: string,
  TestMode: boolean,
  { env, shared }: CheckEffects,
): Promise<void> {
  const { configServiceClient, PutEvaluationsCommand } = await import('./sdk/config-service-client.ts');
  const client = configServiceClient(ownClients(env, shared), ownRegion(env));
  const { FailedEvaluations = [] } = await client
    .send(new PutEvaluationsCommand({ Evaluations, ResultToken, TestMode }))
    .catch((cause: Error) => {
      throw new CheckFailedError(
        `AWS Config rejected the evaluations: ${cause.name}: "${cause.message}". The execution role needs config:PutEvaluations, and the rule has to be one of the function's own account.`,
        { cause },
      );
    });
  if (FailedEvaluations.length > 0)
    throw new CheckFailedError(
      `AWS Config did not take ${FailedEvaluations.length} of ${Evaluations.length} evaluations, the first of ${FailedEvaluations[0]?.ComplianceResourceId}. Evaluate the rule again.`,
    );
}
