import * as v from 'valibot';
import { AwsError } from './errors.ts';

/**
 * Validates the input of an operation. The error names every invalid member, as AWS does.
 *
 * @throws {AwsError} `code`, or `SerializationException` for a value of another type
 */
export function validate<S extends v.GenericSchema>(
  schema: S,
  input: unknown,
  code = 'ValidationException',
): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const wrongType = result.issues.find(
    ({ input: value, kind, type }) => kind === 'schema' && value !== undefined && type !== 'picklist',
  );
  if (wrongType)
    throw new AwsError('SerializationException', `Unexpected type of value at '${memberOf(wrongType)}'`);
  const problems = result.issues.map(
    (issue) =>
      `Value ${show(issue.input)} at '${memberOf(issue)}' failed to satisfy constraint: ${constraint(issue)}`,
  );
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'}`;
  throw new AwsError(code, `${count} detected: ${problems.join('; ')}`);
}

function memberOf(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map(({ key }) => String(key));
  return path
    .map((part) =>
      /^\d+$/.test(part) ? `${Number(part) + 1}.member` : part.charAt(0).toLowerCase() + part.slice(1),
    )
    .join('.');
}

function constraint(issue: v.BaseIssue<unknown>): string {
  return issue.input === undefined ? 'Member must not be null' : issue.message;
}

function show(value: unknown): string {
  return value === undefined || value === null ? 'null' : `'${String(value)}'`;
}

/** A string with a length constraint, with AWS's messages. */
export const text = (min: number, max: number) =>
  v.pipe(
    v.string(),
    v.minLength(min, `Member must have length greater than or equal to ${min}`),
    v.maxLength(max, `Member must have length less than or equal to ${max}`),
  );

export const matching = (pattern: RegExp) =>
  v.regex<string, string>(
    pattern,
    `Member must satisfy regular expression pattern: ${pattern.source.replaceAll('\\/', '/')}`,
  );

const atLeast = (min: number) =>
  v.minValue<number, number, string>(min, `Member must have value greater than or equal to ${min}`);
const atMost = (max: number) =>
  v.maxValue<number, number, string>(max, `Member must have value less than or equal to ${max}`);

export const integer = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), atLeast(min), atMost(max));

/** A number; a string in the query protocol. */
export const wholeNumber = (min: number, max: number) =>
  v.pipe(v.string(), v.digits('Member must be a number'), v.transform(Number), atLeast(min), atMost(max));

export const oneOf = <const T extends readonly string[]>(values: T) =>
  v.picklist(values, `Member must satisfy enum value set: [${[...values].join(', ')}]`);
