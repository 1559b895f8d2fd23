import type * as v from 'valibot';
import { AwsError } from './errors.ts';
import type { Caller } from './identity.ts';
import { validate } from './validate.ts';

/** A request to a service other than KMS. */
export interface ServiceRequest {
  readonly caller: Caller;
  readonly now: Date;
}

export interface Operation {
  run(request: ServiceRequest, input: unknown): object | undefined;
}

/**
 * An operation with its input schema.
 *
 * @param invalidCode the error code of the service for invalid input
 */
export function operation<S extends v.GenericSchema>(
  schema: S,
  run: (request: ServiceRequest, input: v.InferOutput<S>) => object | undefined,
  invalidCode = 'ValidationError',
): Operation {
  return { run: (request, input) => run(request, validate(schema, input, invalidCode)) };
}

/** Runs an operation of the table by its name. */
export function runner(
  operations: Readonly<Record<string, Operation>>,
  unknownCode: string,
  clock: () => Date,
) {
  return async (name: string, caller: Caller, input: unknown): Promise<object | undefined> => {
    const found = operations[name];
    if (found === undefined) throw new AwsError(unknownCode, `Could not find operation ${name}`);
    return found.run({ caller, now: clock() }, input);
  };
}
