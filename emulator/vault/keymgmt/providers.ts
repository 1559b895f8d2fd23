import { isRegion } from '../../aws/regions.ts';
import { done, type EngineResponse, found, listed, notFoundResponse, rejected } from './engine-response.ts';
import { type Body, readCredentials, readText } from './fields.ts';
import { type Provider, providerOf, type State } from './state.ts';
import { type Transition, unchanged } from './transition.ts';
import { providerView } from './views.ts';

export function listProviders({ kms }: State): EngineResponse {
  return listed(Object.keys(kms));
}

export function readProvider(state: State, name: string): EngineResponse {
  const provider = providerOf(state, name);
  return provider ? found(providerView(provider)) : notFoundResponse;
}

/** Registers the provider, or updates its credentials. All other fields are immutable. */
export function writeProvider(state: State, name: string, body: Body): Transition {
  const existing = providerOf(state, name);
  const provider = readText(body, 'provider') ?? existing?.provider;
  const key_collection = readText(body, 'key_collection') ?? existing?.key_collection;
  if (!provider) return unchanged(state, rejected('missing required field: "provider"'));
  if (!key_collection) return unchanged(state, rejected('missing required field: "key_collection"'));
  if (existing && provider !== existing.provider) {
    return unchanged(state, rejected(`provider cannot be changed: it is "${existing.provider}"`));
  }
  if (provider !== 'awskms')
    return unchanged(state, rejected(`unsupported provider: "${provider}"; this engine supports "awskms"`));
  if (!isRegion(key_collection))
    return unchanged(state, rejected(`key_collection "${key_collection}" is not an AWS region`));
  if (existing && key_collection !== existing.key_collection) {
    return unchanged(state, rejected(`key_collection cannot be changed: it is "${existing.key_collection}"`));
  }
  const written: Provider = {
    name,
    provider,
    key_collection,
    credentials: readCredentials(body) ?? existing?.credentials ?? null,
  };
  return unchanged({ ...state, kms: { ...state.kms, [name]: written } }, done);
}

export function deleteProvider(state: State, name: string): Transition {
  const on = Object.keys(state.keys).filter((key) => state.keys[key]!.copy?.kms === name);
  if (on.length > 0) {
    return unchanged(
      state,
      rejected(`KMS provider "${name}" cannot be deleted while keys are on it: ${on.sort().join(', ')}`),
    );
  }
  const { [name]: _, ...others } = state.kms;
  return unchanged({ ...state, kms: others }, done);
}
