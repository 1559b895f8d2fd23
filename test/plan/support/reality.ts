import type { Desired, DesiredMount } from '../../../src/model/desired.ts';
import { distributionId, type MountPath, providerId } from '../../../src/model/id.ts';
import type { Vault, VaultData } from '../../../src/vault/http/vault.ts';
import { Keymgmt } from '../../../src/vault/keymgmt/keymgmt.ts';
import type { LiveSetup } from './worlds.ts';

/** Writes what a world begins with. */
export async function populate(vault: Vault, setups: readonly LiveSetup[]): Promise<void> {
  for (const setup of setups) {
    if (setup.missing) continue;
    const engine = new Keymgmt(vault, setup);
    await engine.enable();
    for (const { name, key_collection } of setup.kms) {
      await engine.writeProvider(name, { provider: 'awskms', key_collection, credentials: null });
    }
    for (const key of setup.keys) {
      await engine.createKey(key.name, key.type, []);
      for (let version = 1; version < key.versions; version++) await engine.rotate(key.name, version);
      const { deletion_allowed, min_enabled_version } = key;
      await engine.updateKey(key.name, { deletion_allowed, min_enabled_version });
      if (key.kms !== null) {
        await engine.distribute(key.kms, key.name, { purpose: key.purpose, protection: 'hsm' });
      }
    }
  }
}

/** All there is, as Vault answers it, by id: read apart from what the plan reads. */
export interface Reality {
  readonly providers: ReadonlyMap<string, VaultData>;
  readonly keys: ReadonlyMap<string, VaultData>;
  readonly distributions: ReadonlyMap<string, VaultData>;
}

export async function look(vault: Vault, mounts: readonly MountPath[]): Promise<Reality> {
  const reality = {
    providers: new Map<string, VaultData>(),
    keys: new Map<string, VaultData>(),
    distributions: new Map<string, VaultData>(),
  };
  for (const mount of mounts) {
    const at = (...path: string[]) => ({ namespace: mount.namespace, path: [mount.path, ...path] });
    const names = (...path: string[]) => vault.list(at(...path)).catch(() => []);
    for (const key of await names('key')) {
      reality.keys.set(`${providerId(mount, '')}${key}`, (await vault.get(at('key', key)))!);
    }
    for (const kms of await names('kms')) {
      reality.providers.set(providerId(mount, kms), (await vault.get(at('kms', kms)))!);
      for (const key of await names('kms', kms, 'key')) {
        const record = await vault.get(at('kms', kms, 'key', key));
        reality.distributions.set(distributionId(mount, kms, key), record!);
      }
    }
  }
  return reality;
}

/** Where reality is not as declared. */
export function differences({ mounts }: Desired, reality: Reality): string[] {
  return mounts.flatMap((mount) => [
    ...providerDifferences(mount, reality),
    ...keyDifferences(mount, reality),
  ]);
}

function providerDifferences(mount: DesiredMount, { providers }: Reality): string[] {
  return mount.kms.flatMap(({ name, key_collection }) => {
    const id = providerId(mount, name);
    return providers.get(id)?.['key_collection'] === key_collection ? [] : [`${id}: ${key_collection}`];
  });
}

function keyDifferences(mount: DesiredMount, { keys, distributions }: Reality): string[] {
  return mount.keys.flatMap((key) => {
    const id = `${providerId(mount, '')}${key.name}`;
    const held = keys.get(id);
    if (held === undefined) return [`${id} is missing`];
    // A declared 1 is met by 0: both enable every version.
    const same = (declared: unknown, value: unknown) => declared === value || (declared === 1 && value === 0);
    const wrong = (['type', 'deletion_allowed', 'min_enabled_version'] as const)
      .filter((field) => key[field] !== null && !same(key[field], held[field]))
      .map((field) => `${id}: ${field} is ${held[field]}, not ${key[field]}`);
    if (key.kms === null) return wrong;
    const place = distributionId(mount, key.kms, key.name);
    const record = distributions.get(place);
    const fits = record?.['purpose'] === key.purpose.join(',') && record['protection'] === key.protection;
    return fits ? wrong : [...wrong, `${place}: ${JSON.stringify(record)}`];
  });
}
