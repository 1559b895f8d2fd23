import { listed } from '../envelope.ts';
import { notFound, rejected } from '../vault-error.ts';
import { incompatibility } from './compatibility.ts';
import { versionsOf } from './effect.ts';
import { readDistribution } from './fields.ts';
import { type Entry, entryOf, providerOf, requireWhole, type State, withEntry } from './state.ts';
import { changed, type Read, type Write } from './transition.ts';

export const listDistributions: Read = ({ keys }, { kms }) =>
  listed(Object.keys(keys).filter((name) => keys[name]!.distribution?.kms === kms));

/** A distribution with every version, and the purposes as one string. */
export const showDistribution: Read = (state, { kms, key: name }) => {
  const { key, distribution, copy } = entryOn(state, kms, name) ?? {};
  if (!key || !distribution || !copy) throw notFound();
  const held = versionsOf(key).filter((version) => copy.versions[version] !== undefined);
  return {
    distribution_time: copy.distribution_time,
    name: copy.name,
    protection: distribution.protection,
    purpose: distribution.purpose.join(','),
    versions: Object.fromEntries(held.map((version) => [version, copy.versions[version]!.key_id])),
  };
};

/** Distributes every version of the key. It continues an earlier attempt that failed. */
export const distribute: Write = (state, { kms, key: name, body, now, asymmetric }) => {
  const { purpose, protection } = readDistribution(body);
  const entry = entryOf(state, name);
  if (!providerOf(state, kms)) throw rejected(`KMS provider "${kms}" not found`);
  if (!entry?.key) throw rejected(`key "${name}" not found`);
  const { distribution: existing, copy } = entry;
  if (existing?.kms === kms) {
    // The response to a second, identical PUT is not documented.
    const same = existing.purpose.join() === purpose.join() && protection === existing.protection;
    if (same) throw rejected(`key "${name}" is already distributed to KMS provider "${kms}"`);
    throw rejected(
      `purpose and protection cannot be changed after the key has been distributed: key "${name}" is on KMS provider "${kms}" with purpose "${existing.purpose.join(',')}" and protection "${existing.protection}"`,
    );
  }
  if (copy !== null && copy.kms !== kms)
    throw rejected(`key "${name}" is already distributed to KMS provider "${copy.kms}"`);
  const reason = incompatibility(entry.key.type, purpose, protection, asymmetric);
  if (reason !== null) throw rejected(reason);

  const begun = {
    kms,
    name: `${name}-${Math.floor(now.getTime() / 1000)}`,
    distribution_time: now.toISOString(),
    alias: null,
    versions: {},
  };
  const distribution = { kms, purpose, protection: 'hsm', replicated: false } as const;
  return {
    state: withEntry(state, name, { ...entry, copy: copy ?? begun }),
    work: { key: name, kms, target: { key: entry.key, distribution, copy: 'sync' } },
  };
};

/** Removes every version from the KMS, also those of an unfinished distribution. The key stays in Vault. */
export const removeDistribution: Write = (state, { kms, key: name }) => {
  const { key } = entryOn(state, kms, name) ?? {};
  if (!key) return changed(state);
  return { state, work: { key: name, kms, target: { key, distribution: null, copy: 'remove' } } };
};

/** Replicates every version to the key's regions (Vault 2.0.0 and newer). */
export const replicate: Write = (state, { kms, key: name }) => {
  const entry = entryOn(state, kms, name);
  if (!entry?.key || !entry.distribution)
    throw rejected(`key "${name}" is not distributed to KMS provider "${kms}"`);
  requireWhole(name, entry);
  const { key, distribution } = entry;
  if (key.replica_regions.length === 0) throw rejected(`key "${name}" does not have replica_regions`);
  const target = { key, distribution: { ...distribution, replicated: true }, copy: 'sync' } as const;
  return { state, work: { key: name, kms, target } };
};

function entryOn(state: State, kms: string, name: string): Entry | undefined {
  const entry = entryOf(state, name);
  return entry?.copy?.kms === kms ? entry : undefined;
}
