import type { AwsError } from '../errors.ts';

/** The wire protocol of a service. */
export interface Wire {
  readonly protocol: 'json' | 'query';
  input(body: string): unknown;
  respond(operation: string, output: object | undefined, requestId: string): Response;
  error(error: AwsError, requestId: string): Response;
}
