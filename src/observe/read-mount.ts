import { RunError } from '../model/errors.ts';
import { type MountPath, mountId } from '../model/id.ts';
import type { LiveKey, LiveMount, LiveProvider } from '../model/live.ts';
import type { Vault } from '../vault/http/vault.ts';
import { Keymgmt } from '../vault/keymgmt/keymgmt.ts';

/**
 * Reads a whole mount, or one of its providers with the keys on it, whether declared or not.
 *
 * @param kms the one provider; `null`: everything
 * @throws {RunError} `mount_missing` or `provider_missing` when the mount or the provider does not exist
 */
export async function readMount(vault: Vault, mount: MountPath, kms: string | null): Promise<LiveMount> {
  const engine = new Keymgmt(vault, mount);
  const id = mountId(mount);
  const kms_names = kms === null ? await engine.providers() : [kms];
  const providers = (await Promise.all(kms_names.map((name) => readProvider(engine, name)))).filter(
    (provider) => provider !== null,
  );
  if (kms !== null && providers.length === 0) {
    throw new RunError(
      'provider_missing',
      `${id}/kms/${kms}: Vault has no such KMS provider.`,
      `List the providers: vault list ${id}/kms`,
    );
  }
  const key_names = kms === null ? await engine.keys() : providers[0]!.key_names;
  const keys = await Promise.all(key_names.map((name) => engine.key(name)));
  return {
    namespace: mount.namespace,
    path: mount.path,
    missing: false,
    key_names,
    kms_names,
    kms: providers,
    keys: keys.filter((key) => key !== null).map((key): LiveKey => ({ ...key, elsewhere: null })),
  };
}

async function readProvider(engine: Keymgmt, name: string): Promise<LiveProvider | null> {
  const [record, key_names] = await Promise.all([engine.provider(name), engine.distributions(name)]);
  if (record === null) return null;
  const distributions = await Promise.all(key_names.map((key) => engine.distribution(name, key)));
  return {
    name,
    ...record,
    key_names,
    distributions: distributions.filter((distribution) => distribution !== null),
  };
}
