import * as v from 'valibot';

const oneOrMany = <T extends v.GenericSchema>(schema: T) => v.union([schema, v.array(schema)]);
const text = v.string('is text');
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
    Effect: v.picklist(['Allow', 'Deny'], 'is Allow or Deny'),
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
    'has either Action or NotAction',
  ),
  v.check(
    ({ Resource, NotResource }) => Resource === undefined || NotResource === undefined,
    'has Resource or NotResource, not both',
  ),
);

/**
 * An IAM policy as it is written.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
const policySchema = v.strictObject({
  Version: v.optional(v.picklist(['2012-10-17', '2008-10-17'], 'is 2012-10-17 or 2008-10-17'), '2008-10-17'),
  Id: v.optional(text),
  Statement: oneOrMany(statement),
});

/** A policy of a user, role, boundary, session or organization: it names resources, and nobody. */
export const identityPolicySchema = v.pipe(
  policySchema,
  v.check(
    ({ Statement }) =>
      list(Statement).every((one) => one.Resource !== undefined || one.NotResource !== undefined),
    'has a Resource or NotResource in each statement',
  ),
  v.check(
    ({ Statement }) =>
      list(Statement).every((one) => one.Principal === undefined && one.NotPrincipal === undefined),
    'has no Principal: it belongs to one',
  ),
);

/** A policy of a key or a role: it says whom it lets in. */
export const resourcePolicySchema = v.pipe(
  policySchema,
  v.check(
    ({ Statement }) =>
      list(Statement).every((one) => one.Principal !== undefined || one.NotPrincipal !== undefined),
    'has a Principal or NotPrincipal in each statement',
  ),
);

export type Policy = v.InferOutput<typeof policySchema>;
export type Statement = v.InferOutput<typeof statement>;

/** A value that a policy may give once or as a list, as a list. */
export function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}
