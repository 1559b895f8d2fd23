import type * as v from 'valibot';
import { AwsError } from './errors.ts';
import type { Caller } from './identity.ts';
import type { Service } from './service.ts';
import { validate } from './validate.ts';

/** A request to a service other than KMS. */
export interface ServiceRequest {
  readonly caller: Caller;
  readonly now: Date;
}

interface Operation {
  run(request: ServiceRequest, input: unknown, invalidCode: string): object | undefined;
}

/** An operation with its input schema. */
export function operation<S extends v.GenericSchema>(
  schema: S,
  run: (request: ServiceRequest, input: v.InferOutput<S>) => object | undefined,
): Operation {
  return { run: (request, input, invalidCode) => run(request, validate(schema, input, invalidCode)) };
}

/** A service that runs the operations of a table. */
export function newService(
  {
    clock,
    invalidCode = 'ValidationException',
    ...rest
  }: Pick<Service, 'signing_name' | 'wire'> & {
    readonly clock: () => Date;
    /** The error code for invalid input. */
    readonly invalidCode?: string;
  },
  operations: Readonly<Record<string, Operation>>,
): Service {
  const unknownCode = rest.wire.protocol === 'query' ? 'InvalidAction' : 'UnknownOperationException';
  return {
    ...rest,
    async run(name, caller, input) {
      const found = operations[name];
      if (found === undefined) throw new AwsError(unknownCode, `Could not find operation ${name}`);
      return found.run({ caller, now: clock() }, input, invalidCode);
    },
  };
}
