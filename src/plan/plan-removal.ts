import type { DesiredMount } from '../model/desired.ts';
import { distributionId, keyId, providerId } from '../model/id.ts';
import type { LiveMount, LiveProvider } from '../model/live.ts';
import type { Notice, Step } from '../model/plan.ts';
import { providerInUse } from './blockers.ts';
import { change, mergeParts, type PlanPart } from './plan-part.ts';

/**
 * The ids of what a mount has and nobody declares: keys on a declared provider by their distribution's id,
 * other keys by their own, and providers.
 */
export function undeclaredIn(mount: DesiredMount, live: LiveMount): string[] {
  const { keys, kms } = declaredNames(mount);
  const placed = live.kms
    .filter(({ name }) => kms.has(name))
    .flatMap(({ name, key_names }) =>
      key_names.filter((key) => !keys.has(key)).map((key) => ({ key, id: distributionId(mount, name, key) })),
    );
  const seen = new Set(placed.map(({ key }) => key));
  return [
    ...placed.map(({ id }) => id),
    ...live.kms_names.filter((name) => !kms.has(name)).map((name) => providerId(mount, name)),
    ...live.key_names.filter((key) => !keys.has(key) && !seen.has(key)).map((key) => keyId(mount, key)),
  ];
}

/**
 * What takes undeclared distributions out of the KMS, then undeclared providers away.
 *
 * An undeclared provider that holds a declared key is refused: that key would be taken out of where it is.
 */
export function planPrune(mount: DesiredMount, live: LiveMount): PlanPart {
  const { keys, kms } = declaredNames(mount);
  return mergeParts(
    live.kms.map((provider): PlanPart => {
      const id = providerId(mount, provider.name);
      const leaving = provider.key_names.filter((key) => !keys.has(key));
      const removals = leaving.map((key) => removeDistribution(mount, provider, key, 'nobody declares it'));
      const notices = waitingPeriod(id, provider, removals);
      if (kms.has(provider.name)) return { steps: removals, refusals: [], notices };
      const staying = provider.key_names.filter((key) => keys.has(key));
      if (staying.length === 0) {
        return {
          steps: [...removals, deleteProvider(id, removals, 'nobody declares it')],
          refusals: [],
          notices,
        };
      }
      const remedy = `Declare ${provider.name}, or leave these keys undeclared too, so that they are taken out of it.`;
      return { steps: removals, refusals: [providerInUse(id, staying, remedy)], notices };
    }),
  );
}

/** Takes a key out of the KMS; AWS keeps it for its waiting period, Vault keeps the key. */
export function removeDistribution(
  mount: DesiredMount,
  provider: LiveProvider,
  key: string,
  reason: string,
): Step {
  const record = provider.distributions.find((distribution) => distribution.key === key);
  return {
    op: 'remove_distribution',
    id: distributionId(mount, provider.name, key),
    changes: record === undefined ? [] : [change('kms_keys', Object.values(record.versions), null)],
    reason,
    disruptive: true,
    depends_on: [],
  };
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

/**
 * That what is removed can still be had back, and how.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
 */
export function waitingPeriod(id: string, provider: LiveProvider, removals: readonly Step[]): Notice[] {
  if (removals.length === 0 || provider.provider !== 'awskms') return [];
  const where = `--region ${provider.key_collection} --key-id`;
  const message = `${id}: AWS deletes the KMS keys of what is removed after a waiting period of 7 to 30 days, and until then nothing can be encrypted or decrypted with them. To stop it: aws kms cancel-key-deletion ${where} <kms_keys>, then aws kms enable-key ${where} <kms_keys>.`;
  return [{ code: 'waiting_period', id, message }];
}

function declaredNames({ keys, kms }: DesiredMount) {
  return {
    keys: new Set(keys.map(({ name }) => name)),
    kms: new Set(kms.map(({ name }) => name)),
  };
}
