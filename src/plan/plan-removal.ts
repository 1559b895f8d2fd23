import type { DesiredMount } from '../model/desired.ts';
import { distributionId, keyId, providerId } from '../model/id.ts';
import type { LiveMount, LiveProvider } from '../model/live.ts';
import type { Notice, Step } from '../model/plan.ts';
import { providerInUse } from './blockers.ts';
import { change, mergeParts, type PlanPart } from './plan-part.ts';

/**
 * The ids of the undeclared objects of a mount: keys on a declared provider by their distribution's id, other keys by
 * their own, and providers.
 */
export function undeclaredIn(mount: DesiredMount, live: LiveMount): string[] {
  const { keys, kms } = declaredNames(mount);
  const distributed = live.kms
    .filter(({ name }) => kms.has(name))
    .flatMap(({ name, key_names }) =>
      key_names.filter((key) => !keys.has(key)).map((key) => ({ key, id: distributionId(mount, name, key) })),
    );
  const listed = new Set(distributed.map(({ key }) => key));
  return [
    ...distributed.map(({ id }) => id),
    ...live.kms_names.filter((name) => !kms.has(name)).map((name) => providerId(mount, name)),
    ...live.key_names.filter((key) => !keys.has(key) && !listed.has(key)).map((key) => keyId(mount, key)),
  ];
}

/**
 * The steps that remove undeclared distributions from KMS, then delete undeclared providers.
 *
 * An undeclared provider that holds a declared key blocks the plan: that key would have to be removed too.
 */
export function planPrune(mount: DesiredMount, live: LiveMount): PlanPart {
  const { keys, kms } = declaredNames(mount);
  return mergeParts(
    live.kms.map((provider): PlanPart => {
      const id = providerId(mount, provider.name);
      const leaving = provider.key_names.filter((key) => !keys.has(key));
      const removals = leaving.map((key) => removeDistribution(mount, provider, key, 'it is not declared'));
      const notices = waitingPeriod(id, provider, removals);
      if (kms.has(provider.name)) return { steps: removals, refusals: [], notices };
      const staying = provider.key_names.filter((key) => keys.has(key));
      if (staying.length === 0) {
        return {
          steps: [...removals, deleteProvider(id, removals, 'it is not declared')],
          refusals: [],
          notices,
        };
      }
      const remedy = `Declare ${provider.name}, or leave these keys undeclared too to remove them.`;
      return { steps: removals, refusals: [providerInUse(id, staying, remedy)], notices };
    }),
  );
}

/** Removes a key from KMS. AWS keeps it for its waiting period; Vault keeps the key. */
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

/** Deletes a KMS provider, after the keys on it were removed. */
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
 * Says until when a removal can be undone, how, and what it destroys.
 *
 * Sources: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html, and for the ciphertext, which only
 * its own KMS key decrypts, https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html
 */
export function waitingPeriod(id: string, provider: LiveProvider, removals: readonly Step[]): Notice[] {
  if (removals.length === 0 || provider.provider !== 'awskms') return [];
  const removed = new Set(removals.map((step) => step.id));
  const keyIds = provider.distributions
    .filter(({ key }) => removed.has(`${id}/key/${key}`))
    .flatMap(({ versions }) => Object.values(versions));
  const commands = keyIds.flatMap((keyId) =>
    ['cancel-key-deletion', 'enable-key'].map(
      (command) => `aws kms ${command} --region ${provider.key_collection} --key-id ${keyId}`,
    ),
  );
  const cancel = commands.length === 0 ? '' : ' To cancel the deletion in time:';
  const message = [
    `${id}: AWS deletes the removed KMS keys after a waiting period of 7 to 30 days. Until then they cannot encrypt or decrypt; after it, everything that they encrypted is lost, although the keys stay in Vault. A new distribution makes other KMS keys under another alias, which decrypt none of it.${cancel}`,
    ...commands,
  ].join('\n');
  return [{ code: 'waiting_period', id, message }];
}

function declaredNames({ keys, kms }: DesiredMount) {
  return {
    keys: new Set(keys.map(({ name }) => name)),
    kms: new Set(kms.map(({ name }) => name)),
  };
}
