import type { Caller } from './identity.ts';
import type { Wire } from './wire/wire.ts';

/** One AWS service with its protocol. */
export interface Service {
  /** The service name in the scope of a signature. */
  readonly signing_name: string;
  readonly wire: Wire;
  /** @throws {AwsError} when the operation fails or is unknown */
  run(operation: string, caller: Caller, input: unknown): Promise<object | undefined>;
}
