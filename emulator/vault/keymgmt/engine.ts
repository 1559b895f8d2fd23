import type { Body } from '../field-table.ts';
import { VaultError } from '../vault-error.ts';
import {
  distribute,
  listDistributions,
  removeDistribution,
  replicate,
  showDistribution,
} from './distributions.ts';
import { deleteKey, listKeys, listProvidersOfKey, rotateKey, showKey, writeKey } from './keys.ts';
import { deleteProvider, listProviders, showProvider, writeProvider } from './providers.ts';
import { entryOf, type State, withEntry } from './state.ts';
import type { Call, Read, Rules, Transition, Work, Write } from './transition.ts';

const reads = {
  list_keys: listKeys,
  read_key: showKey,
  list_key_kms: listProvidersOfKey,
  list_kms: listProviders,
  read_kms: showProvider,
  list_kms_keys: listDistributions,
  read_distribution: showDistribution,
} as const satisfies Readonly<Record<string, Read>>;

const writes = {
  write_key: writeKey,
  rotate_key: rotateKey,
  delete_key: deleteKey,
  write_kms: writeProvider,
  delete_kms: deleteProvider,
  distribute,
  remove_distribution: removeDistribution,
  replicate,
} as const satisfies Readonly<Record<string, Write>>;

/** One request to the engine. Its names are valid. */
export interface EngineRequest {
  readonly op: keyof typeof reads | keyof typeof writes;
  readonly key?: string;
  readonly kms?: string;
  readonly body?: Body;
}

/** A response of the engine: the HTTP status, with data or errors. */
export type EngineResponse =
  | { readonly status: 200; readonly data: Readonly<Record<string, unknown>> }
  | { readonly status: 204 }
  | { readonly status: 400 | 404 | 405 | 500; readonly errors: readonly string[] };

export type Handled = Transition & { readonly response: EngineResponse };

/**
 * Handles a request: a pure function.
 *
 * With `work`, the caller executes one `nextEffect` after the other, stores the result of `record` for each (both in
 * `effect.ts`), and calls {@link finish} at the end. When an effect fails, the recorded state stays, and the same request
 * continues from it.
 */
export function handle(
  state: State,
  { op, key = '', kms = '', body = {} }: EngineRequest,
  now: Date,
  { asymmetric }: Pick<Rules, 'asymmetric'>,
): Handled {
  const call: Call = { key, kms, body, now, asymmetric };
  try {
    if (isRead(op)) return { state, work: null, response: { status: 200, data: reads[op](state, call) } };
    return { ...writes[op](state, call), response: { status: 204 } };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    const status = error.status as 400 | 404;
    return { state, work: null, response: { status, errors: error.errors } };
  }
}

export function isRead(op: EngineRequest['op']): op is keyof typeof reads {
  return Object.hasOwn(reads, op);
}

/** The state after the work is complete. */
export function finish(state: State, { key, target }: Work): State {
  const entry = entryOf(state, key)!;
  const copy = target.copy === 'remove' ? null : entry.copy;
  return withEntry(state, key, { ...entry, key: target.key, distribution: target.distribution, copy });
}
