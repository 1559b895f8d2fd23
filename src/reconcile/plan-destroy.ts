import type { Desired, DesiredMount, DesiredProvider } from '../model/desired.ts';
import { distributionId, mountId, providerId } from '../model/id.ts';
import type { Live, LiveMount } from '../model/live.ts';
import type { Notice, Plan, Refusal, Step } from '../model/plan.ts';
import { sealPlan } from './digest.ts';
import { deleteProvider, removeDistribution } from './remove.ts';

/**
 * What takes the declared keys out of the KMS and the declared providers away. Keys stay in Vault. Pure.
 *
 * Whatever would make a later step fail is a refusal, so that nothing is half removed.
 */
export function planDestruction(desired: Desired, live: Live): Plan {
  const parts = desired.mounts.flatMap((mount, index) =>
    mount.kms.map((provider) => destroyProvider(mount, live.mounts[index]!, provider)),
  );
  return sealPlan({
    steps: parts.flatMap((part) => part.steps),
    refusals: parts.flatMap((part) => part.refusals),
    undeclared: [],
    notices: parts.flatMap((part) => part.notices),
  });
}

function destroyProvider(
  mount: DesiredMount,
  live: LiveMount,
  declared: DesiredProvider,
): { steps: Step[]; refusals: Refusal[]; notices: Notice[] } {
  const id = providerId(mount, declared.name);
  const provider = live.kms.find(({ name }) => name === declared.name);
  if (provider === undefined) {
    const why = live.missing ? `no keymgmt engine is mounted at ${mountId(mount)}` : 'it is not registered';
    return { steps: [], refusals: [], notices: [{ code: 'already_gone', id, message: `${id}: ${why}.` }] };
  }
  const leaving = new Set(mount.keys.filter((key) => key.kms === declared.name).map((key) => key.name));
  const staying = provider.key_names.filter((key) => !leaving.has(key));
  const refusals: Refusal[] = [];
  if (staying.length > 0) {
    refusals.push({
      code: 'provider_in_use',
      id,
      field: null,
      from: staying,
      to: null,
      message: `${id} holds keys that are not declared to be on it: ${staying.join(', ')}. Vault deletes only a provider without keys.`,
      remedy: `Declare them with kms: ${declared.name}, so that they go too, or take them out on purpose first.`,
    });
  }
  if (provider.key_collection !== declared.key_collection) {
    refusals.push({
      code: 'immutable_field',
      id,
      field: 'key_collection',
      from: provider.key_collection,
      to: declared.key_collection,
      message: `${id}: key_collection is ${provider.key_collection} in Vault and ${declared.key_collection} is declared, so this may not be the provider that is meant.`,
      remedy: 'Declare what Vault has.',
    });
  }
  const removals = provider.key_names
    .filter((key) => leaving.has(key))
    .map((key) =>
      removeDistribution(
        distributionId(mount, declared.name, key),
        'AWS deletes its KMS keys after their waiting period; aws kms cancel-key-deletion stops that',
      ),
    );
  return {
    steps: [...removals, deleteProvider(id, removals, 'no key is left on it')],
    refusals,
    notices: [],
  };
}
