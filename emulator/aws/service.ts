import type * as v from 'valibot';
import { ownValue } from '../own-value.ts';
import { type Access, requireAccess } from './authorize.ts';
import type { Trail } from './cloudtrail/trail.ts';
import type { Directory } from './directory.ts';
import { AwsError } from './errors.ts';
import type { Caller } from './identity.ts';
import { validate } from './validate.ts';
import type { Wire } from './wire/wire.ts';

/** What all services share. */
export interface AwsSystem {
  readonly directory: Directory;
  readonly trail: Trail;
}

/** One AWS service with its protocol. */
export interface Service {
  /** The service name in the scope of a signature, and the prefix of its actions. */
  readonly signing_name: string;
  readonly wire: Wire;
  /** @throws {AwsError} when the operation fails or is unknown */
  run(operation: string, caller: Caller, input: unknown): Promise<object | undefined>;
}

/** A request to a service other than KMS. */
export interface ServiceCall extends AwsSystem {
  readonly caller: Caller;
  /** @throws {AwsError} `AccessDeniedException` when the operation on this resource is denied */
  allow(resource: string, access?: Partial<Access>): void;
}

type Operation = (call: ServiceCall, input: unknown, invalidCode: string) => object;

/** An operation with its input schema. */
export function operation<S extends v.GenericSchema>(
  schema: S,
  run: (call: ServiceCall, input: v.InferOutput<S>) => object,
): Operation {
  return (call, input, invalidCode) => run(call, validate(schema, input, invalidCode));
}

/**
 * A service that runs the operations of a table.
 *
 * @param invalidCode the error code for invalid input
 */
export function newService(
  signing_name: string,
  wire: Wire,
  invalidCode: string,
  operations: Readonly<Record<string, Operation>>,
): (system: AwsSystem) => Service {
  const unknownCode = wire.protocol === 'query' ? 'InvalidAction' : 'UnknownOperationException';
  return (system) => ({
    signing_name,
    wire,
    async run(name, caller, input) {
      const found = ownValue(operations, name);
      if (found === undefined) throw new AwsError(unknownCode, `Could not find operation ${name}`);
      const allow: ServiceCall['allow'] = (resource, access) =>
        requireAccess(system.directory, caller, { action: `${signing_name}:${name}`, resource, ...access });
      return found({ ...system, caller, allow }, input, invalidCode);
    },
  });
}
