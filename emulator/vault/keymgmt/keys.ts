import type { Target } from './effect.ts';
import {
  done,
  type EngineResponse,
  found,
  listed,
  notFoundResponse,
  partlyRemoved,
  rejected,
} from './engine-response.ts';
import { type Body, readBoolean, readInteger, readKeyType, readList } from './fields.ts';
import { type Entry, entryOf, isPartlyRemoved, type State, type VaultKey, withEntry } from './state.ts';
import { type Transition, unchanged } from './transition.ts';
import { keyView } from './views.ts';

const noEntry: Entry = { key: null, distribution: null, material: {}, copy: null };

export function listKeys({ keys }: State): EngineResponse {
  return listed(Object.keys(keys).filter((name) => keys[name]!.key !== null));
}

export function readKey(state: State, name: string): EngineResponse {
  const entry = entryOf(state, name);
  return entry?.key ? found(keyView(entry.key, entry)) : notFoundResponse;
}

/** A key is on at most one provider. */
export function listProvidersOfKey(state: State, name: string): EngineResponse {
  const kms = entryOf(state, name)?.distribution?.kms;
  return listed(kms === undefined ? [] : [kms]);
}

/** Creates the key, or updates its mutable fields. */
export function writeKey(state: State, name: string, body: Body): Transition {
  const key = entryOf(state, name)?.key;
  return key ? updateKey(state, key, body) : createKey(state, name, body);
}

function createKey(state: State, name: string, body: Body): Transition {
  const early = ['deletion_allowed', 'min_enabled_version'].find((field) => body[field] !== undefined);
  if (early !== undefined)
    return unchanged(state, rejected(`"${early}" cannot be set when the key is created`));
  const key: VaultKey = {
    name,
    type: readKeyType(body) ?? 'rsa-2048',
    deletion_allowed: false,
    min_enabled_version: 1,
    latest_version: 1,
    replica_regions: [...new Set(readList(body, 'replica_regions') ?? [])],
  };
  if (key.replica_regions.length > 0 && key.type !== 'aes256-gcm96') {
    return unchanged(state, rejected(`replica_regions are not supported for key type "${key.type}"`));
  }
  const entry = entryOf(state, name) ?? noEntry;
  return toward(withEntry(state, name, entry), key, { copy: 'leave', distribution: null });
}

function updateKey(state: State, key: VaultKey, body: Body): Transition {
  const type = readKeyType(body);
  if (type !== undefined && type !== key.type) {
    return unchanged(state, rejected(`key type cannot be changed: it is "${key.type}", not "${type}"`));
  }
  const regions = readList(body, 'replica_regions');
  if (regions !== undefined && regions.toSorted().join() !== key.replica_regions.toSorted().join()) {
    return unchanged(state, rejected('replica_regions cannot be changed after the key has been created'));
  }
  const min_enabled_version = readInteger(body, 'min_enabled_version') ?? key.min_enabled_version;
  if (min_enabled_version < 0 || min_enabled_version > key.latest_version) {
    return unchanged(
      state,
      rejected(
        `min_enabled_version ${min_enabled_version} is not between 0 and the latest version, ${key.latest_version}`,
      ),
    );
  }
  const deletion_allowed = readBoolean(body, 'deletion_allowed') ?? key.deletion_allowed;
  return withItsCopy(state, { ...key, min_enabled_version, deletion_allowed });
}

/** Adds a version, and distributes it when the key is on a provider. */
export function rotateKey(state: State, name: string): Transition {
  const key = entryOf(state, name)?.key;
  if (!key) return unchanged(state, rejected(`key "${name}" not found`));
  return withItsCopy(state, { ...key, latest_version: key.latest_version + 1 });
}

export function deleteKey(state: State, name: string): Transition {
  const entry = entryOf(state, name);
  if (!entry?.key) return unchanged(state, done);
  if (entry.copy !== null) {
    return unchanged(
      state,
      rejected(
        `key "${name}" must be removed from all KMS providers before it can be deleted: it is on "${entry.copy.kms}"`,
      ),
    );
  }
  if (!entry.key.deletion_allowed) {
    return unchanged(
      state,
      rejected(`deletion is not allowed for key "${name}": set deletion_allowed first`),
    );
  }
  const { [name]: _, ...others } = state.keys;
  return unchanged({ ...state, keys: others }, done);
}

/** Updates the key and its copy in KMS. */
function withItsCopy(state: State, key: VaultKey): Transition {
  const entry = entryOf(state, key.name)!;
  const { distribution } = entry;
  if (distribution === null) return toward(state, key, { distribution, copy: 'leave' });
  if (isPartlyRemoved(entry)) return unchanged(state, partlyRemoved(key.name, distribution.kms));
  return toward(state, key, { distribution, copy: 'sync' });
}

function toward(state: State, key: VaultKey, rest: Omit<Target, 'key'>): Transition {
  const kms = rest.copy === 'leave' ? null : rest.distribution!.kms;
  return { response: done, state, work: { key: key.name, kms, target: { key, ...rest } } };
}
