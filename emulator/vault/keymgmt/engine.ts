import {
  distribute,
  listDistributions,
  type Rules,
  readDistribution,
  removeDistribution,
  replicate,
} from './distributions.ts';
import { type Body, FieldError } from './fields.ts';
import { deleteKey, listKeys, listProvidersOfKey, readKey, rotateKey, writeKey } from './keys.ts';
import { type Outcome, only, type Work } from './outcome.ts';
import { deleteProvider, listProviders, readProvider, writeProvider } from './providers.ts';
import { entryOf, type State, withEntry } from './state.ts';

/** One request to the engine, with names that have the shape Vault asks for. */
export type Request =
  | { readonly op: 'list_keys' | 'list_kms' }
  | { readonly op: 'read_key' | 'delete_key' | 'rotate_key' | 'list_key_kms'; readonly key: string }
  | { readonly op: 'write_key'; readonly key: string; readonly body: Body }
  | { readonly op: 'read_kms' | 'delete_kms' | 'list_kms_keys'; readonly kms: string }
  | { readonly op: 'write_kms'; readonly kms: string; readonly body: Body }
  | {
      readonly op: 'read_distribution' | 'remove_distribution' | 'replicate';
      readonly kms: string;
      readonly key: string;
    }
  | { readonly op: 'distribute'; readonly kms: string; readonly key: string; readonly body: Body };

/**
 * The engine's answer to a request: a pure function.
 *
 * With `work`, the caller carries out one `nextEffect` after the other, keeps what `record` makes of each (both in
 * `effect.ts`), and ends with {@link finish}; when an effect fails, what was recorded stays, and the same request
 * goes on from there.
 */
export function handle(state: State, request: Request, now: Date, rules: Rules): Outcome {
  try {
    return route(state, request, now, rules);
  } catch (error) {
    if (error instanceof FieldError) return only(state, { status: 400, errors: [error.message] });
    throw error;
  }
}

function route(state: State, request: Request, now: Date, rules: Rules): Outcome {
  switch (request.op) {
    case 'list_keys':
      return only(state, listKeys(state));
    case 'read_key':
      return only(state, readKey(state, request.key));
    case 'write_key':
      return writeKey(state, request.key, request.body);
    case 'rotate_key':
      return rotateKey(state, request.key);
    case 'delete_key':
      return deleteKey(state, request.key);
    case 'list_key_kms':
      return only(state, listProvidersOfKey(state, request.key));
    case 'list_kms':
      return only(state, listProviders(state));
    case 'read_kms':
      return only(state, readProvider(state, request.kms));
    case 'write_kms':
      return writeProvider(state, request.kms, request.body);
    case 'delete_kms':
      return deleteProvider(state, request.kms);
    case 'list_kms_keys':
      return only(state, listDistributions(state, request.kms));
    case 'read_distribution':
      return only(state, readDistribution(state, request.kms, request.key));
    case 'distribute':
      return distribute(state, request.kms, request.key, request.body, now, rules);
    case 'remove_distribution':
      return removeDistribution(state, request.kms, request.key);
    case 'replicate':
      return replicate(state, request.kms, request.key);
  }
}

/** The state once the work has been done. */
export function finish(state: State, { key, target }: Work): State {
  const entry = entryOf(state, key)!;
  const copy = target.copy === 'remove' ? null : entry.copy;
  return withEntry(state, key, { ...entry, key: target.key, distribution: target.distribution, copy });
}
