import {
  distribute,
  listDistributions,
  readDistribution,
  removeDistribution,
  replicate,
} from './distributions.ts';
import { type Body, FieldError } from './fields.ts';
import { deleteKey, listKeys, listProvidersOfKey, readKey, rotateKey, writeKey } from './keys.ts';
import { deleteProvider, listProviders, readProvider, writeProvider } from './providers.ts';
import { entryOf, type State, withEntry } from './state.ts';
import { type Compatibility, type Transition, unchanged, type Work } from './transition.ts';

/** One request to the engine. Its names are valid. */
export type EngineRequest =
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
 * Handles a request: a pure function.
 *
 * With `work`, the caller executes one `nextEffect` after the other, stores the result of `record` for each (both in
 * `effect.ts`), and calls {@link finish} at the end. When an effect fails, the recorded state stays, and the same request
 * continues from it.
 */
export function handle(state: State, request: EngineRequest, now: Date, rules: Compatibility): Transition {
  try {
    return route(state, request, now, rules);
  } catch (error) {
    if (error instanceof FieldError) return unchanged(state, { status: 400, errors: [error.message] });
    throw error;
  }
}

function route(state: State, request: EngineRequest, now: Date, rules: Compatibility): Transition {
  switch (request.op) {
    case 'list_keys':
      return unchanged(state, listKeys(state));
    case 'read_key':
      return unchanged(state, readKey(state, request.key));
    case 'write_key':
      return writeKey(state, request.key, request.body);
    case 'rotate_key':
      return rotateKey(state, request.key);
    case 'delete_key':
      return deleteKey(state, request.key);
    case 'list_key_kms':
      return unchanged(state, listProvidersOfKey(state, request.key));
    case 'list_kms':
      return unchanged(state, listProviders(state));
    case 'read_kms':
      return unchanged(state, readProvider(state, request.kms));
    case 'write_kms':
      return writeProvider(state, request.kms, request.body);
    case 'delete_kms':
      return deleteProvider(state, request.kms);
    case 'list_kms_keys':
      return unchanged(state, listDistributions(state, request.kms));
    case 'read_distribution':
      return unchanged(state, readDistribution(state, request.kms, request.key));
    case 'distribute':
      return distribute(state, request.kms, request.key, request.body, now, rules);
    case 'remove_distribution':
      return removeDistribution(state, request.kms, request.key);
    case 'replicate':
      return replicate(state, request.kms, request.key);
  }
}

export function isWrite({ op }: EngineRequest): boolean {
  return !op.startsWith('read_') && !op.startsWith('list_');
}

/** The state after the work is complete. */
export function finish(state: State, { key, target }: Work): State {
  const entry = entryOf(state, key)!;
  const copy = target.copy === 'remove' ? null : entry.copy;
  return withEntry(state, key, { ...entry, key: target.key, distribution: target.distribution, copy });
}
