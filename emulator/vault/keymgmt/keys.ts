import { listed } from '../envelope.ts';
import { notFound, rejected } from '../vault-error.ts';
import { isEnabled, type Target, versionsOf } from './effect.ts';
import { readKey } from './fields.ts';
import { type Entry, entryOf, requireWhole, type State, type VaultKey, withEntry } from './state.ts';
import { changed, type Read, type Transition, type Write } from './transition.ts';

const noEntry: Entry = { key: null, distribution: null, material: {}, copy: null };

export const listKeys: Read = ({ keys }) =>
  listed(Object.keys(keys).filter((name) => keys[name]!.key !== null));

/** A key, with its enabled versions only. */
export const showKey: Read = (state, { key: name }) => {
  const { key = null, material = {} } = entryOf(state, name) ?? {};
  if (key === null) throw notFound();
  const enabled = versionsOf(key).filter((version) => isEnabled(key, version));
  const versions = enabled.map((version) => {
    const { creation_time, public_key } = material[version]!;
    return [version, public_key === null ? { creation_time } : { creation_time, public_key }];
  });
  const { replica_regions, ...shown } = key;
  return {
    ...shown,
    ...(replica_regions.length > 0 ? { replica_regions } : {}),
    versions: Object.fromEntries(versions),
  };
};

/** A key is on at most one provider. */
export const listProvidersOfKey: Read = (state, { key }) => {
  const kms = entryOf(state, key)?.distribution?.kms;
  return listed(kms === undefined ? [] : [kms]);
};

/** Creates the key, or updates its mutable fields. */
export const writeKey: Write = (state, { key: name, body }) => {
  const existing = entryOf(state, name)?.key;
  const fields = readKey(body, existing ?? undefined);
  if (!existing) {
    const early = ['deletion_allowed', 'min_enabled_version'].find((field) => body[field] !== undefined);
    if (early !== undefined) throw rejected(`"${early}" cannot be set when the key is created`);
    if (fields.replica_regions.length > 0 && fields.type !== 'aes256-gcm96')
      throw rejected(`replica_regions are not supported for key type "${fields.type}"`);
    const begun = withEntry(state, name, entryOf(state, name) ?? noEntry);
    return toward(begun, { name, ...fields, latest_version: 1 }, { copy: 'leave', distribution: null });
  }
  const { type, latest_version, replica_regions } = existing;
  if (fields.type !== type)
    throw rejected(`key type cannot be changed: it is "${type}", not "${fields.type}"`);
  if (fields.replica_regions.toSorted().join() !== replica_regions.toSorted().join())
    throw rejected('replica_regions cannot be changed after the key has been created');
  const { min_enabled_version: minimum, deletion_allowed } = fields;
  if (minimum < 0 || minimum > latest_version)
    throw rejected(
      `min_enabled_version ${minimum} is not between 0 and the latest version, ${latest_version}`,
    );
  return withItsCopy(state, { ...existing, min_enabled_version: minimum, deletion_allowed });
};

/** Adds a version, and distributes it when the key is on a provider. */
export const rotateKey: Write = (state, { key: name }) => {
  const key = entryOf(state, name)?.key;
  if (!key) throw rejected(`key "${name}" not found`);
  return withItsCopy(state, { ...key, latest_version: key.latest_version + 1 });
};

export const deleteKey: Write = (state, { key: name }) => {
  const entry = entryOf(state, name);
  if (!entry?.key) return changed(state);
  if (entry.copy !== null)
    throw rejected(
      `key "${name}" must be removed from all KMS providers before it can be deleted: it is on "${entry.copy.kms}"`,
    );
  if (!entry.key.deletion_allowed)
    throw rejected(`deletion is not allowed for key "${name}": set deletion_allowed first`);
  const { [name]: _, ...others } = state.keys;
  return changed({ ...state, keys: others });
};

/** Updates the key and its copy in KMS. */
function withItsCopy(state: State, key: VaultKey): Transition {
  const entry = entryOf(state, key.name)!;
  const { distribution } = entry;
  if (distribution !== null) requireWhole(key.name, entry);
  return toward(state, key, { distribution, copy: distribution === null ? 'leave' : 'sync' });
}

function toward(state: State, key: VaultKey, rest: Omit<Target, 'key'>): Transition {
  const kms = rest.copy === 'leave' ? null : rest.distribution!.kms;
  return { state, work: { key: key.name, kms, target: { key, ...rest } } };
}
