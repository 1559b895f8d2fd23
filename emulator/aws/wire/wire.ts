import { AwsError } from '../errors.ts';
import { jsonAnswer, jsonError } from './json.ts';
import { parseQuery, queryAnswer, queryError } from './query.ts';

/** How a service speaks. */
export interface Wire {
  readonly protocol: 'json' | 'query';
  input(body: string): unknown;
  answer(operation: string, output: object | undefined, requestId: string): Response;
  error(error: AwsError, requestId: string): Response;
}

export const jsonWire: Wire = {
  protocol: 'json',
  input(body) {
    try {
      return JSON.parse(body === '' ? '{}' : body);
    } catch {
      throw new AwsError('SerializationException', 'The request body is not JSON.');
    }
  },
  answer: (_, output, requestId) => jsonAnswer(output, requestId),
  error: jsonError,
};

/** @param namespace of the service's XML documents */
export function queryWire(namespace: string): Wire {
  return {
    protocol: 'query',
    input: parseQuery,
    answer: (operation, output, requestId) => queryAnswer(operation, namespace, output ?? {}, requestId),
    error: (error, requestId) => queryError(error, namespace, requestId),
  };
}
