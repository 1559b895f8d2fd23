import type { DesiredMount } from '../model/desired.ts';
import { distributionId, keyId, providerId } from '../model/id.ts';
import type { LiveMount } from '../model/live.ts';
import type { Refusal, Step } from '../model/plan.ts';

/**
 * The ids of what a mount has and nobody declares: keys on a declared provider by their distribution's id,
 * other keys by their own, and providers.
 */
export function undeclaredIn(mount: DesiredMount, live: LiveMount): string[] {
  const declaredKeys = new Set(mount.keys.map((key) => key.name));
  const declaredProviders = new Set(mount.kms.map((provider) => provider.name));
  const ids: string[] = [];
  const placed = new Set<string>();
  for (const provider of live.kms) {
    for (const key of provider.key_names) {
      if (declaredKeys.has(key) || !declaredProviders.has(provider.name)) continue;
      placed.add(key);
      ids.push(distributionId(mount, provider.name, key));
    }
  }
  for (const kms of live.kms_names) {
    if (!declaredProviders.has(kms)) ids.push(providerId(mount, kms));
  }
  for (const key of live.key_names) {
    if (!declaredKeys.has(key) && !placed.has(key)) ids.push(keyId(mount, key));
  }
  return ids;
}

/**
 * What takes undeclared distributions out of the KMS, then undeclared providers away.
 *
 * An undeclared provider that holds a declared key is refused: that key would be taken out of where it is.
 */
export function planPrune(mount: DesiredMount, live: LiveMount): { steps: Step[]; refusals: Refusal[] } {
  const declaredKeys = new Set(mount.keys.map((key) => key.name));
  const declaredProviders = new Set(mount.kms.map((provider) => provider.name));
  const steps: Step[] = [];
  const refusals: Refusal[] = [];
  for (const provider of live.kms) {
    const id = providerId(mount, provider.name);
    const staying = provider.key_names.filter((key) => declaredKeys.has(key));
    const removals = provider.key_names
      .filter((key) => !declaredKeys.has(key))
      .map((key) => removeDistribution(distributionId(mount, provider.name, key), 'nobody declares it'));
    steps.push(...removals);
    if (declaredProviders.has(provider.name)) continue;
    if (staying.length > 0) {
      refusals.push({
        code: 'provider_in_use',
        id,
        field: null,
        from: staying,
        to: null,
        message: `${id} is not declared, but it holds the declared keys ${staying.join(', ')}, and Vault deletes only a provider without keys.`,
        remedy: `Declare ${provider.name}, or take these keys out of it first: destroy, on purpose.`,
      });
    } else {
      steps.push(deleteProvider(id, removals, 'nobody declares it'));
    }
  }
  return { steps, refusals };
}

/** Takes a key out of the KMS; AWS keeps it for its waiting period, Vault keeps the key. */
export function removeDistribution(id: string, reason: string): Step {
  return { op: 'remove_distribution', id, changes: [], reason, disruptive: true, depends_on: [] };
}

/** Takes a KMS provider away, after the keys that are on it. */
export function deleteProvider(id: string, after: readonly Step[], reason: string): Step {
  return {
    op: 'delete_provider',
    id,
    changes: [],
    reason,
    disruptive: true,
    depends_on: after.map((step) => step.id),
  };
}
