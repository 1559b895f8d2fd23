import { isRegion } from '../../aws/regions.ts';
import { listed } from '../envelope.ts';
import { notFound, rejected } from '../vault-error.ts';
import { readProvider } from './fields.ts';
import { providerOf } from './state.ts';
import { changed, type Read, type Write } from './transition.ts';

export const listProviders: Read = ({ kms }) => listed(Object.keys(kms));

/** A provider without its credentials. */
export const showProvider: Read = (state, { kms }) => {
  const found = providerOf(state, kms);
  if (found === undefined) throw notFound();
  const { name, provider, key_collection } = found;
  return { key_collection, name, provider };
};

/** Registers the provider, or updates its credentials. All other fields are immutable. */
export const writeProvider: Write = (state, { kms: name, body }) => {
  const existing = providerOf(state, name);
  const { provider, key_collection, credentials } = readProvider(body, existing);
  if (!provider) throw rejected('missing required field: "provider"');
  if (!key_collection) throw rejected('missing required field: "key_collection"');
  if (existing && provider !== existing.provider)
    throw rejected(`provider cannot be changed: it is "${existing.provider}"`);
  if (provider !== 'awskms')
    throw rejected(`unsupported provider: "${provider}"; this engine supports "awskms"`);
  if (!isRegion(key_collection)) throw rejected(`key_collection "${key_collection}" is not an AWS region`);
  if (existing && key_collection !== existing.key_collection)
    throw rejected(`key_collection cannot be changed: it is "${existing.key_collection}"`);
  const kept = credentials ?? existing?.credentials ?? null;
  const written = { name, provider, key_collection, credentials: kept } as const;
  return changed({ ...state, kms: { ...state.kms, [name]: written } });
};

export const deleteProvider: Write = (state, { kms: name }) => {
  const on = Object.keys(state.keys).filter((key) => state.keys[key]!.copy?.kms === name);
  if (on.length > 0)
    throw rejected(`KMS provider "${name}" cannot be deleted while keys are on it: ${on.sort().join(', ')}`);
  const { [name]: _, ...others } = state.kms;
  return changed({ ...state, kms: others });
};
