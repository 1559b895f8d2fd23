import * as v from 'valibot';
import { AwsError } from '../errors.ts';

const oneOrMany = <T extends v.GenericSchema>(schema: T) => v.union([schema, v.array(schema)]);
const text = v.string('must be a string');
const scalar = v.union([text, v.number(), v.boolean()]);

const principals = v.union([
  v.literal('*'),
  v.strictObject({
    AWS: v.optional(oneOrMany(text)),
    Service: v.optional(oneOrMany(text)),
    Federated: v.optional(oneOrMany(text)),
  }),
]);

const statement = v.pipe(
  v.strictObject({
    Sid: v.optional(text),
    Effect: v.picklist(['Allow', 'Deny'], 'must be Allow or Deny'),
    Principal: v.optional(principals),
    NotPrincipal: v.optional(principals),
    Action: v.optional(oneOrMany(text)),
    NotAction: v.optional(oneOrMany(text)),
    Resource: v.optional(oneOrMany(text)),
    NotResource: v.optional(oneOrMany(text)),
    Condition: v.optional(v.record(text, v.record(text, oneOrMany(scalar)))),
  }),
  v.check(
    ({ Action, NotAction }) => (Action === undefined) !== (NotAction === undefined),
    'must have either Action or NotAction',
  ),
  v.check(
    ({ Resource, NotResource }) => Resource === undefined || NotResource === undefined,
    'must not have both Resource and NotResource',
  ),
);

/**
 * The JSON of an IAM policy.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
const policySchema = v.strictObject({
  Version: v.optional(
    v.picklist(['2012-10-17', '2008-10-17'], 'must be 2012-10-17 or 2008-10-17'),
    '2008-10-17',
  ),
  Id: v.optional(text),
  Statement: oneOrMany(statement),
});

/** An identity policy, boundary, session policy or SCP: with resources, without principals. */
export const identityPolicySchema = v.pipe(
  policySchema,
  eachStatement(
    ({ Resource, NotResource }) => Resource !== undefined || NotResource !== undefined,
    'must have a Resource or NotResource in each statement',
  ),
  eachStatement((one) => !hasPrincipal(one), 'must not have a Principal'),
);

/** A key policy or trust policy: with principals. */
export const resourcePolicySchema = v.pipe(
  policySchema,
  eachStatement(hasPrincipal, 'must have a Principal or NotPrincipal in each statement'),
);

function eachStatement(holds: (statement: Statement) => boolean, message: string) {
  return v.check<Policy, string>(({ Statement }) => list(Statement).every(holds), message);
}

function hasPrincipal({ Principal, NotPrincipal }: Statement): boolean {
  return Principal !== undefined || NotPrincipal !== undefined;
}

export type Policy = v.InferOutput<typeof policySchema>;
export type Statement = v.InferOutput<typeof statement>;

/** A single value or a list, as a list. */
export function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

/**
 * Parses the text of a policy.
 *
 * @param problemOf the message for an invalid policy
 * @throws {AwsError} `code`
 */
export function parsePolicy(
  schema: typeof identityPolicySchema | typeof resourcePolicySchema,
  document: string,
  code: string,
  problemOf: (why: string) => string = (why) => `The policy is not valid: ${why}`,
): Policy {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), document);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new AwsError(code, problemOf(`${v.getDotPath(issue) ?? ''} ${issue.message}`.trim()));
}
