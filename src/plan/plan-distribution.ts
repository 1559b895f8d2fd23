import type { DesiredKey, DesiredMount } from '../model/desired.ts';
import { distributionId, keyId, providerId } from '../model/id.ts';
import type { LiveDistribution, LiveMount } from '../model/live.ts';
import type { PlanBlocker } from '../model/plan.ts';
import { immutable } from './blockers.ts';
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

/** Puts a key on its provider, and its replicas where they belong; where it is once, it stays as it is. */
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
  if (holders.some((holder) => holder !== kms)) return blockedPart(elsewhere(mount, key, kms, holders));
  const existing = live.kms
    .find((provider) => provider.name === kms)
    ?.distributions.find((record) => record.key === key.name);
  if (existing === undefined) return planNew(mount, live, key, kms);
  return mergeParts([
    blockedPart(
      ...immutable(id, 'purpose', existing.purpose, key.purpose, wayOut(id)),
      ...immutable(id, 'protection', existing.protection, key.protection, wayOut(id)),
    ),
    planReplicas(id, key, existing, evidence),
  ]);
}

function planNew(mount: DesiredMount, live: LiveMount, key: DesiredKey, kms: string): PlanPart {
  const id = distributionId(mount, kms, key.name);
  const changes = [change('purpose', null, key.purpose), change('protection', null, key.protection)];
  const needs = [
    ...(live.kms_names.includes(kms) ? [] : [providerId(mount, kms)]),
    ...(live.key_names.includes(key.name) ? [] : [keyId(mount, key.name)]),
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

/** Vault does not say which replicas there are; AWS does, where it could be asked. */
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
    const message = `${id}: whether its replicas in ${key.replica_regions.join(', ')} are there could not be seen in AWS${why}. The verify command looks, with the identity that it is given.`;
    return noticePart({ code: 'replicas_unknown', id, message });
  }
  if (seen.missing.length === 0) return emptyPart;
  const there = key.replica_regions.filter((region) => !seen.missing.includes(region));
  const versions = Object.keys(existing.versions).length;
  const reason = `not each of its ${versions} version(s) has a replica with key material in ${seen.missing.join(', ')}`;
  return plannedPart(step('replicate', id, [change('replica_regions', there, key.replica_regions)], reason));
}

/** The providers that hold a key, as far as this was looked at. */
function holdersOf(live: LiveMount, key: string): string[] {
  const listed = live.kms.filter(({ key_names }) => key_names.includes(key)).map(({ name }) => name);
  const asked = live.keys.find(({ name }) => name === key)?.elsewhere ?? [];
  return [...new Set([...listed, ...asked])];
}

function elsewhere(
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
    message: `${id} is on the KMS provider ${holders.join(' and ')}, and a key can be on one provider only; declared is ${kms}.`,
    remedy: `Declare kms: ${others[0]}; or, on purpose, leave the key undeclared once, with prune: true and confirm: ${ids.join(', ')}, then apply.`,
  };
}

function wayOut(id: string): string {
  return `Declare what Vault has; or, on purpose, take the key out of the KMS (destroy, or leave it undeclared once, with prune: true and confirm: ${id}), then apply.`;
}
