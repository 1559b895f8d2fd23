import * as v from 'valibot';
import type { Env } from '../src/model/effects.ts';
import { parseJson } from '../src/model/parse-json.ts';
import { isObject } from './event-schema.ts';
import { type EventProblem, EventProblems, InvalidEventError } from './lambda-errors.ts';
import { type CheckEvent, readEvent } from './read-check-event.ts';

/** What AWS Config asks a custom rule for. */
export interface ConfigEvent {
  readonly check: CheckEvent;
  /** The account of the rule. */
  readonly account_id: string;
  readonly result_token: string;
  /** RFC 3339: when the change was recorded, or the evaluation was due. */
  readonly at: string;
  /** The resource that changed; `null`: a periodic evaluation of everything. */
  readonly changed: ChangedResource | null;
}

export interface ChangedResource {
  readonly type: string;
  readonly id: string;
  /** It was deleted, is no longer recorded, or left the scope of the rule. */
  readonly is_gone: boolean;
}

/** AWS adds fields: what is not used is not looked at. */
const eventSchema = v.object({
  invokingEvent: v.string('must be a text'),
  ruleParameters: v.optional(v.string('must be a text'), '{}'),
  resultToken: v.pipe(v.string('must be a text'), v.nonEmpty('must not be empty')),
  accountId: v.pipe(
    v.string('must be a text'),
    v.regex(/^\d{12}$/, 'must be an AWS account id of 12 digits'),
  ),
  eventLeftScope: v.optional(v.boolean('must be true or false'), false),
});

const itemSchema = v.object({
  resourceType: v.string(),
  resourceId: v.string(),
  configurationItemStatus: v.string(),
  configurationItemCaptureTime: v.string(),
});

const invocationSchema = v.variant('messageType', [
  v.object({ messageType: v.literal('ConfigurationItemChangeNotification'), configurationItem: itemSchema }),
  v.object({
    messageType: v.literal('OversizedConfigurationItemChangeNotification'),
    configurationItemSummary: itemSchema,
  }),
  v.object({ messageType: v.literal('ScheduledNotification'), notificationCreationTime: v.string() }),
  v.object({
    messageType: v.literal('ConfigurationSnapshotDeliveryCompleted'),
    notificationCreationTime: v.string(),
  }),
]);

/** Whether an event comes from AWS Config: no other has an `invokingEvent`. */
export function isConfigEvent(input: unknown): boolean {
  return isObject(input) && 'invokingEvent' in input;
}

/**
 * Reads the event of an AWS Config rule. What to check is in the rule's parameters, or in the variable `CHECK_EVENT`.
 *
 * Source: https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
 *
 * @throws InvalidEventError naming every problem by its path
 */
export function readConfigEvent(input: unknown, env: Env): ConfigEvent {
  const event = v.safeParse(eventSchema, input);
  if (!event.success)
    throw invalid(event.issues.map(({ message, ...issue }) => ({ path: pathOf(issue), message })));
  const { invokingEvent, ruleParameters, resultToken, accountId, eventLeftScope } = event.output;
  const invocation = v.safeParse(invocationSchema, parseJson(invokingEvent));
  if (!invocation.success)
    throw invalid([
      {
        path: 'invokingEvent',
        message:
          'must be the JSON of a change of a configuration item, of an oversized one, of a schedule, or of a snapshot',
      },
    ]);
  const check = readEvent(whatToCheck(ruleParameters, env), env);
  const region = env['AWS_REGION'];
  if (region !== undefined && check.region !== region)
    throw invalid([
      {
        path: 'region',
        message: `must be ${region}: a rule of AWS Config takes evaluations of resources in its own region only`,
      },
    ]);
  return {
    check,
    account_id: accountId,
    result_token: resultToken,
    ...subjectOf(invocation.output, eventLeftScope),
  };
}

/** A parameter of a rule is a text, so the event may be one as well, in `event`. */
function whatToCheck(ruleParameters: string, env: Env): unknown {
  const parameters = parseJson(ruleParameters);
  if (isObject(parameters) && Object.keys(parameters).length > 0)
    return typeof parameters['event'] === 'string' ? parseJson(parameters['event']) : parameters;
  const text = env['CHECK_EVENT'];
  if (text !== undefined && text !== '') return parseJson(text);
  throw invalid([
    {
      path: 'ruleParameters',
      message: 'must hold the event, when the environment variable CHECK_EVENT of the function does not',
    },
  ]);
}

function subjectOf(
  invocation: v.InferOutput<typeof invocationSchema>,
  leftScope: boolean,
): Pick<ConfigEvent, 'at' | 'changed'> {
  if ('notificationCreationTime' in invocation)
    return { at: invocation.notificationCreationTime, changed: null };
  const item =
    'configurationItem' in invocation ? invocation.configurationItem : invocation.configurationItemSummary;
  const isThere = ['OK', 'ResourceDiscovered'].includes(item.configurationItemStatus);
  return {
    at: item.configurationItemCaptureTime,
    changed: { type: item.resourceType, id: item.resourceId, is_gone: leftScope || !isThere },
  };
}

function pathOf({ path }: Pick<v.BaseIssue<unknown>, 'path'>): string {
  return (path ?? []).map(({ key }) => String(key)).join('.');
}

function invalid(list: readonly EventProblem[]): InvalidEventError {
  const problems = new EventProblems();
  for (const problem of list) problems.add(problem);
  return new InvalidEventError(problems);
}
