import { type Answer, absent, done, found, halfRemoved, listed, refused } from './answer.ts';
import type { Target } from './effect.ts';
import { type Body, boolean, integer, keyType, list } from './fields.ts';
import { type Outcome, only } from './outcome.ts';
import { type Entry, entryOf, isHalfRemoved, type Key, type State, withEntry } from './state.ts';
import { keyView } from './view.ts';

const noEntry: Entry = { key: null, distribution: null, material: {}, copy: null };

export function listKeys({ keys }: State): Answer {
  return listed(Object.keys(keys).filter((name) => keys[name]!.key !== null));
}

export function readKey(state: State, name: string): Answer {
  const entry = entryOf(state, name);
  return entry?.key ? found(keyView(entry.key, entry)) : absent;
}

/** A key is on one provider at most. */
export function listProvidersOfKey(state: State, name: string): Answer {
  const kms = entryOf(state, name)?.distribution?.kms;
  return listed(kms === undefined ? [] : [kms]);
}

/** Creates the key, or sets what may be changed of it. */
export function writeKey(state: State, name: string, body: Body): Outcome {
  const key = entryOf(state, name)?.key;
  return key ? updateKey(state, key, body) : createKey(state, name, body);
}

function createKey(state: State, name: string, body: Body): Outcome {
  const early = ['deletion_allowed', 'min_enabled_version'].find((field) => body[field] !== undefined);
  if (early !== undefined) return only(state, refused(`"${early}" cannot be set when the key is created`));
  const key: Key = {
    name,
    type: keyType(body) ?? 'rsa-2048',
    deletion_allowed: false,
    min_enabled_version: 1,
    latest_version: 1,
    replica_regions: [...new Set(list(body, 'replica_regions') ?? [])],
  };
  if (key.replica_regions.length > 0 && key.type !== 'aes256-gcm96') {
    return only(state, refused(`replica_regions are not supported for key type "${key.type}"`));
  }
  const entry = entryOf(state, name) ?? noEntry;
  return toward(withEntry(state, name, entry), key, { copy: 'leave', distribution: null });
}

function updateKey(state: State, key: Key, body: Body): Outcome {
  const type = keyType(body);
  if (type !== undefined && type !== key.type) {
    return only(state, refused(`key type cannot be changed: it is "${key.type}", not "${type}"`));
  }
  const regions = list(body, 'replica_regions');
  if (regions !== undefined && regions.toSorted().join() !== key.replica_regions.toSorted().join()) {
    return only(state, refused('replica_regions cannot be changed after the key has been created'));
  }
  const min_enabled_version = integer(body, 'min_enabled_version') ?? key.min_enabled_version;
  if (min_enabled_version < 0 || min_enabled_version > key.latest_version) {
    return only(
      state,
      refused(
        `min_enabled_version ${min_enabled_version} is not between 0 and the latest version, ${key.latest_version}`,
      ),
    );
  }
  const deletion_allowed = boolean(body, 'deletion_allowed') ?? key.deletion_allowed;
  return withItsCopy(state, { ...key, min_enabled_version, deletion_allowed });
}

/** Adds a version, distributed at once where the key is on a provider. */
export function rotateKey(state: State, name: string): Outcome {
  const key = entryOf(state, name)?.key;
  if (!key) return only(state);
  return withItsCopy(state, { ...key, latest_version: key.latest_version + 1 });
}

export function deleteKey(state: State, name: string): Outcome {
  const entry = entryOf(state, name);
  if (!entry?.key) return only(state, done);
  if (entry.copy !== null) {
    return only(
      state,
      refused(
        `key "${name}" must be removed from all KMS providers before it can be deleted: it is on "${entry.copy.kms}"`,
      ),
    );
  }
  if (!entry.key.deletion_allowed) {
    return only(state, refused(`deletion is not allowed for key "${name}": set deletion_allowed first`));
  }
  const { [name]: _, ...others } = state.keys;
  return only({ ...state, keys: others }, done);
}

/** The key is to become this one, and so is what is in the KMS of it. */
function withItsCopy(state: State, key: Key): Outcome {
  const entry = entryOf(state, key.name)!;
  const { distribution } = entry;
  if (distribution === null) return toward(state, key, { distribution, copy: 'leave' });
  if (isHalfRemoved(entry)) return only(state, halfRemoved(key.name, distribution.kms));
  return toward(state, key, { distribution, copy: 'sync' });
}

function toward(state: State, key: Key, rest: Omit<Target, 'key'>): Outcome {
  const kms = rest.copy === 'leave' ? null : rest.distribution!.kms;
  return { answer: done, state, work: { key: key.name, kms, target: { key, ...rest } } };
}
