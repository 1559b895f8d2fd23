import { incompatibility } from './compatibility.ts';
import {
  done,
  type EngineResponse,
  found,
  listed,
  notFoundResponse,
  partlyRemoved,
  rejected,
} from './engine-response.ts';
import { type Body, readPurpose, readText } from './fields.ts';
import {
  type Copy,
  type Distribution,
  type Entry,
  entryOf,
  isPartlyRemoved,
  providerOf,
  type State,
  withEntry,
} from './state.ts';
import { type Compatibility, type Transition, unchanged } from './transition.ts';
import { distributionView } from './views.ts';

export function listDistributions({ keys }: State, kms: string): EngineResponse {
  return listed(Object.keys(keys).filter((name) => keys[name]!.distribution?.kms === kms));
}

export function readDistribution(state: State, kms: string, name: string): EngineResponse {
  const entry = entryOn(state, kms, name);
  if (!entry?.key || !entry.distribution || !entry.copy) return notFoundResponse;
  return found(distributionView(entry.key, entry.distribution, entry.copy));
}

/** Distributes every version of the key. It continues an earlier attempt that failed. */
export function distribute(
  state: State,
  kms: string,
  name: string,
  body: Body,
  now: Date,
  { asymmetric }: Compatibility,
): Transition {
  const wanted = { purpose: readPurpose(body), protection: readText(body, 'protection') ?? 'hsm' };
  const entry = entryOf(state, name);
  if (!providerOf(state, kms)) return unchanged(state, rejected(`KMS provider "${kms}" not found`));
  if (!entry?.key) return unchanged(state, rejected(`key "${name}" not found`));
  if (entry.distribution?.kms === kms)
    return unchanged(state, rejected(alreadyDistributed(name, entry.distribution, wanted)));
  if (entry.copy !== null && entry.copy.kms !== kms) {
    return unchanged(
      state,
      rejected(`key "${name}" is already distributed to KMS provider "${entry.copy.kms}"`),
    );
  }
  const reason = incompatibility(entry.key.type, wanted.purpose, wanted.protection, asymmetric);
  if (reason !== null) return unchanged(state, rejected(reason));

  const distribution: Distribution = { kms, purpose: wanted.purpose, protection: 'hsm', replicated: false };
  const begun: Entry = { ...entry, copy: entry.copy ?? newCopy(kms, name, now) };
  return {
    response: done,
    state: withEntry(state, name, begun),
    work: { key: name, kms, target: { key: entry.key, distribution, copy: 'sync' } },
  };
}

function newCopy(kms: string, key: string, now: Date): Copy {
  const name = `${key}-${Math.floor(now.getTime() / 1000)}`;
  return { kms, name, distribution_time: now.toISOString(), alias: null, versions: {} };
}

/** The response to a second, identical PUT is not documented. A PUT that changes a field is rejected. */
function alreadyDistributed(
  name: string,
  { kms, purpose, protection }: Distribution,
  wanted: { purpose: readonly string[]; protection: string },
): string {
  const same = purpose.join() === wanted.purpose.join() && protection === wanted.protection;
  return same
    ? `key "${name}" is already distributed to KMS provider "${kms}"`
    : `purpose and protection cannot be changed after the key has been distributed: key "${name}" is on KMS provider "${kms}" with purpose "${purpose.join(',')}" and protection "${protection}"`;
}

/** Removes every version from the KMS, also those of an unfinished distribution. The key stays in Vault. */
export function removeDistribution(state: State, kms: string, name: string): Transition {
  const entry = entryOn(state, kms, name);
  if (!entry?.key) return unchanged(state, done);
  return {
    response: done,
    state,
    work: { key: name, kms, target: { key: entry.key, distribution: null, copy: 'remove' } },
  };
}

/** Replicates every version to the key's regions (Vault 2.0.0 and newer). */
export function replicate(state: State, kms: string, name: string): Transition {
  const entry = entryOn(state, kms, name);
  if (!entry?.key || !entry.distribution) {
    return unchanged(state, rejected(`key "${name}" is not distributed to KMS provider "${kms}"`));
  }
  if (isPartlyRemoved(entry)) return unchanged(state, partlyRemoved(name, kms));
  if (entry.key.replica_regions.length === 0) {
    return unchanged(state, rejected(`key "${name}" does not have replica_regions`));
  }
  const distribution = { ...entry.distribution, replicated: true };
  return {
    response: done,
    state,
    work: { key: name, kms, target: { key: entry.key, distribution, copy: 'sync' } },
  };
}

function entryOn(state: State, kms: string, name: string): Entry | undefined {
  const entry = entryOf(state, name);
  return entry?.copy?.kms === kms ? entry : undefined;
}
