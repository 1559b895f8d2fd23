import type { Desired, DesiredMount, DesiredProvider } from '../model/desired.ts';
import { providerId } from '../model/id.ts';
import type { Live, LiveMount } from '../model/live.ts';
import type { Plan } from '../model/plan.ts';
import { immutable, mountMissing, providerInUse } from './blockers.ts';
import { sealPlan } from './digest.ts';
import { blockedPart, mergeParts, noticePart, type PlanPart } from './plan-part.ts';
import { deleteProvider, removeDistribution, waitingPeriod } from './plan-removal.ts';

/**
 * The steps that remove the declared keys from KMS and delete the declared providers. Keys stay in Vault; their data does not stay readable. Pure.
 *
 * Whatever would make a later step fail blocks the plan, so that nothing is half removed.
 */
export function planDestroy(desired: Desired, live: Live): Plan {
  const parts = desired.mounts.flatMap((mount, index) =>
    mount.kms.map((provider) => destroyProvider(mount, live.mounts[index]!, provider)),
  );
  return sealPlan({ ...mergeParts(parts), undeclared: [] });
}

function destroyProvider(mount: DesiredMount, live: LiveMount, declared: DesiredProvider): PlanPart {
  const id = providerId(mount, declared.name);
  const provider = live.kms.find(({ name }) => name === declared.name);
  if (provider === undefined) {
    if (live.missing) return blockedPart(mountMissing(mount));
    return noticePart({ code: 'already_gone', id, message: `${id}: it is not registered.` });
  }
  const leaving = new Set(mount.keys.filter((key) => key.kms === declared.name).map((key) => key.name));
  const staying = provider.key_names.filter((key) => !leaving.has(key));
  const removals = provider.key_names
    .filter((key) => leaving.has(key))
    .map((key) => removeDistribution(mount, provider, key, 'its provider is deleted'));
  const declareThem = `Declare them with kms: ${declared.name} to remove them too, or remove them from the provider first.`;
  const wrongOne = 'This may be another provider than the declared one: declare what Vault has.';
  return {
    steps: [...removals, deleteProvider(id, removals, 'no key is left on it')],
    refusals: [
      ...(staying.length === 0 ? [] : [providerInUse(id, staying, declareThem)]),
      ...immutable(id, 'provider', provider.provider, declared.provider, wrongOne),
      ...immutable(id, 'key_collection', provider.key_collection, declared.key_collection, wrongOne),
    ],
    notices: waitingPeriod(id, provider, removals),
  };
}
