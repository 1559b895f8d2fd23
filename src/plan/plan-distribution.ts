import type { DesiredKey, DesiredMount } from '../model/desired.ts';
import { distributionId, keyId, providerId } from '../model/id.ts';
import type { LiveDistribution, LiveMount } from '../model/live.ts';
import type { PlanBlocker } from '../model/plan.ts';
import { immutable } from './blockers.ts';
import { liveIndex } from './live-index.ts';
import type { PlanEvidence } from './plan-evidence.ts';
import {
  blockedPart,
  change,
  emptyPart,
  mergeParts,
  noticePart,
  type PlanPart,
  plannedPart,
  step,
} from './plan-part.ts';

/** Distributes a key to its provider and replicates it. An existing distribution cannot be changed. */
export function planDistribution(
  mount: DesiredMount,
  live: LiveMount,
  key: DesiredKey,
  evidence: PlanEvidence,
): PlanPart {
  const { kms } = key;
  if (kms === null) return emptyPart;
  const id = distributionId(mount, kms, key.name);
  const holders = holdersOf(live, key.name);
  if (holders.some((holder) => holder !== kms))
    return blockedPart(onAnotherProvider(mount, key, kms, holders));
  const existing = liveIndex(live).providers.get(kms)?.distributions.get(key.name);
  if (existing === undefined) return planNew(mount, live, key, kms);
  return mergeParts([
    blockedPart(
      ...immutable(id, 'purpose', existing.purpose, key.purpose, remedyFor(id)),
      ...immutable(id, 'protection', existing.protection, key.protection, remedyFor(id)),
    ),
    planReplicas(id, key, existing, evidence),
  ]);
}

function planNew(mount: DesiredMount, live: LiveMount, key: DesiredKey, kms: string): PlanPart {
  const id = distributionId(mount, kms, key.name);
  const changes = [change('purpose', null, key.purpose), change('protection', null, key.protection)];
  const needs = [
    ...(live.kms_names.includes(kms) ? [] : [providerId(mount, kms)]),
    ...(liveIndex(live).key_names.has(key.name) ? [] : [keyId(mount, key.name)]),
  ];
  const regions = key.replica_regions;
  return mergeParts([
    plannedPart(step('distribute', id, changes, `the key is not in ${kms}`, needs)),
    regions.length === 0
      ? emptyPart
      : plannedPart(
          step('replicate', id, [change('replica_regions', null, regions)], 'the key is multi-region', [id]),
        ),
  ]);
}

/** Vault does not list replicas. AWS does, where it could be read. */
function planReplicas(
  id: string,
  key: DesiredKey,
  existing: LiveDistribution,
  { replicas }: PlanEvidence,
): PlanPart {
  if (key.replica_regions.length === 0) return emptyPart;
  const seen = replicas.get(id);
  if (seen === undefined || 'unknown' in seen) {
    const why = seen === undefined ? '' : `: ${seen.unknown}`;
    const message = `${id}: its replicas in ${key.replica_regions.join(', ')} could not be read from AWS${why}. The verify command reads them with the verifier identity.`;
    return noticePart({ code: 'replicas_unknown', id, message });
  }
  if (seen.missing.length === 0) return emptyPart;
  const present = key.replica_regions.filter((region) => !seen.missing.includes(region));
  const versions = Object.keys(existing.versions).length;
  const reason = `replicas with key material are missing in ${seen.missing.join(', ')} (the key has ${versions} version(s))`;
  return plannedPart(
    step('replicate', id, [change('replica_regions', present, key.replica_regions)], reason),
  );
}

/** The providers that hold a key, as far as they were read. */
function holdersOf(live: LiveMount, key: string): string[] {
  const { providers, keys } = liveIndex(live);
  const listed = [...providers].filter(([, { key_names }]) => key_names.has(key)).map(([name]) => name);
  const elsewhere = keys.get(key)?.elsewhere ?? [];
  return [...new Set([...listed, ...elsewhere])];
}

function onAnotherProvider(
  mount: DesiredMount,
  key: DesiredKey,
  kms: string,
  holders: readonly string[],
): PlanBlocker {
  const id = keyId(mount, key.name);
  const here = distributionId(mount, kms, key.name);
  const others = holders.filter((holder) => holder !== kms);
  const ids = others.map((holder) => distributionId(mount, holder, key.name));
  return {
    code: 'key_on_another_provider',
    id: here,
    field: 'kms',
    from: holders.length === 1 ? holders[0]! : holders,
    to: kms,
    message: `${id} is on the KMS provider ${holders.join(' and ')}, and a key can be on one provider only. The declaration says ${kms}.`,
    remedy: `Declare kms: ${others[0]}; or declare a key under another name for this provider. Removing the key from ${others.join(', ')} (prune: true and confirm: ${ids.join(', ')}) schedules its KMS keys for deletion: what they encrypted is lost after the waiting period.`,
  };
}

function remedyFor(id: string): string {
  return `Declare what Vault has, or declare a key under another name and encrypt the data again with it. Removing this key from KMS (prune: true and confirm: ${id}) schedules its KMS keys for deletion: what they encrypted is lost after the waiting period, and a new distribution has other KMS keys and another alias.`;
}
