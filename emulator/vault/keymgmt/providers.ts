import { type Answer, absent, done, found, listed, refused } from './answer.ts';
import { type Body, credentials, text } from './fields.ts';
import { type Outcome, only } from './outcome.ts';
import { type Provider, providerOf, type State } from './state.ts';
import { providerView } from './view.ts';

export function listProviders({ kms }: State): Answer {
  return listed(Object.keys(kms));
}

export function readProvider(state: State, name: string): Answer {
  const provider = providerOf(state, name);
  return provider ? found(providerView(provider)) : absent;
}

/** Registers the provider, or updates its credentials: nothing else of it can change. */
export function writeProvider(state: State, name: string, body: Body): Outcome {
  const existing = providerOf(state, name);
  const provider = text(body, 'provider') ?? existing?.provider;
  const key_collection = text(body, 'key_collection') ?? existing?.key_collection;
  if (!provider) return only(state, refused('missing required field: "provider"'));
  if (!key_collection) return only(state, refused('missing required field: "key_collection"'));
  if (existing && provider !== existing.provider) {
    return only(state, refused(`provider cannot be changed: it is "${existing.provider}"`));
  }
  if (provider !== 'awskms')
    return only(state, refused(`unsupported provider: "${provider}"; this engine knows "awskms"`));
  if (existing && key_collection !== existing.key_collection) {
    return only(state, refused(`key_collection cannot be changed: it is "${existing.key_collection}"`));
  }
  const written: Provider = {
    name,
    provider,
    key_collection,
    credentials: credentials(body) ?? existing?.credentials ?? null,
  };
  return only({ ...state, kms: { ...state.kms, [name]: written } }, done);
}

export function deleteProvider(state: State, name: string): Outcome {
  const on = Object.keys(state.keys).filter((key) => state.keys[key]!.copy?.kms === name);
  if (on.length > 0) {
    return only(
      state,
      refused(`KMS provider "${name}" cannot be deleted while keys are on it: ${on.sort().join(', ')}`),
    );
  }
  const { [name]: _, ...others } = state.kms;
  return only({ ...state, kms: others }, done);
}
