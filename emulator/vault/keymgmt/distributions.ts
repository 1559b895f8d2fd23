import { type Answer, absent, done, found, halfRemoved, listed, refused } from './answer.ts';
import { incompatibility } from './compatibility.ts';
import { type Body, purpose, text } from './fields.ts';
import { type Outcome, only } from './outcome.ts';
import {
  type Copy,
  type Distribution,
  type Entry,
  entryOf,
  isHalfRemoved,
  providerOf,
  type State,
  withEntry,
} from './state.ts';
import { distributionView } from './view.ts';

export interface Rules {
  /** Let keys and purposes through to AWS that HashiCorp's table does not have. */
  readonly asymmetric: boolean;
}

export function listDistributions({ keys }: State, kms: string): Answer {
  return listed(Object.keys(keys).filter((name) => keys[name]!.distribution?.kms === kms));
}

export function readDistribution(state: State, kms: string, name: string): Answer {
  const entry = entryOn(state, kms, name);
  if (!entry?.key || !entry.distribution || !entry.copy) return absent;
  return found(distributionView(entry.key, entry.distribution, entry.copy));
}

/** Puts every version of the key into the KMS. What an earlier, failed try has put there is used. */
export function distribute(
  state: State,
  kms: string,
  name: string,
  body: Body,
  now: Date,
  { asymmetric }: Rules,
): Outcome {
  const wanted = { purpose: purpose(body), protection: text(body, 'protection') ?? 'hsm' };
  const entry = entryOf(state, name);
  if (!providerOf(state, kms)) return only(state, refused(`KMS provider "${kms}" not found`));
  if (!entry?.key) return only(state, refused(`key "${name}" not found`));
  if (entry.distribution?.kms === kms)
    return only(state, refused(alreadyThere(name, entry.distribution, wanted)));
  if (entry.copy !== null && entry.copy.kms !== kms) {
    return only(state, refused(`key "${name}" is already distributed to KMS provider "${entry.copy.kms}"`));
  }
  const refusal = incompatibility(entry.key.type, wanted.purpose, wanted.protection, asymmetric);
  if (refusal !== null) return only(state, refused(refusal));

  const distribution: Distribution = { kms, purpose: wanted.purpose, protection: 'hsm', replicated: false };
  const begun: Entry = { ...entry, copy: entry.copy ?? newCopy(kms, name, now) };
  return {
    answer: done,
    state: withEntry(state, name, begun),
    work: { key: name, kms, target: { key: entry.key, distribution, copy: 'sync' } },
  };
}

function newCopy(kms: string, key: string, now: Date): Copy {
  const name = `${key}-${Math.floor(now.getTime() / 1000)}`;
  return { kms, name, distribution_time: now.toISOString(), alias: null, versions: {} };
}

/** What Vault answers to a second, identical PUT is not documented; one that asks for a change is refused. */
function alreadyThere(
  name: string,
  { kms, purpose, protection }: Distribution,
  wanted: { purpose: readonly string[]; protection: string },
): string {
  const same = purpose.join() === wanted.purpose.join() && protection === wanted.protection;
  return same
    ? `key "${name}" is already distributed to KMS provider "${kms}"`
    : `purpose and protection cannot be changed after the key has been distributed: key "${name}" is on KMS provider "${kms}" with purpose "${purpose.join(',')}" and protection "${protection}"`;
}

/** Takes every version out of the KMS, those of an unfinished distribution too; the key stays. */
export function removeDistribution(state: State, kms: string, name: string): Outcome {
  const entry = entryOn(state, kms, name);
  if (!entry?.key) return only(state, done);
  return {
    answer: done,
    state,
    work: { key: name, kms, target: { key: entry.key, distribution: null, copy: 'remove' } },
  };
}

/** Puts replicas of every version into the key's regions, as Vault 2.0.0 and newer do. */
export function replicate(state: State, kms: string, name: string): Outcome {
  const entry = entryOn(state, kms, name);
  if (!entry?.key || !entry.distribution) {
    return only(state, refused(`key "${name}" is not distributed to KMS provider "${kms}"`));
  }
  if (isHalfRemoved(entry)) return only(state, halfRemoved(name, kms));
  if (entry.key.replica_regions.length === 0) {
    return only(state, refused(`key "${name}" was created without replica_regions`));
  }
  const distribution = { ...entry.distribution, replicated: true };
  return {
    answer: done,
    state,
    work: { key: name, kms, target: { key: entry.key, distribution, copy: 'sync' } },
  };
}

function entryOn(state: State, kms: string, name: string): Entry | undefined {
  const entry = entryOf(state, name);
  return entry?.copy?.kms === kms ? entry : undefined;
}
