import type { AwsCredentials } from '../../model/desired.ts';
import type { MountPath } from '../../model/id.ts';
import type { LiveDistribution } from '../../model/live.ts';
import type { Vault, WriteOptions } from '../http/vault.ts';
import {
  isKeymgmt,
  isMountedAt,
  type KeyRecord,
  type Mounted,
  readDistribution,
  readEngine,
  readKey,
  readProvider,
} from './records.ts';

type WriteReports = Pick<WriteOptions, 'pace' | 'onResend'>;

/**
 * The endpoints of Vault's Key Management engine at one mount, each a typed function. A write that may not be sent twice
 * comes with a read of whether it took effect, for when its answer is lost.
 *
 * Every function throws `VaultError` for what it does not name.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/secret/key-management
 */
export class Keymgmt {
  readonly #vault: Vault;
  readonly #mount: MountPath;
  readonly #reports: WriteReports;

  /** @param reports passed to every write */
  constructor(vault: Vault, mount: MountPath, reports: WriteReports = {}) {
    this.#vault = vault;
    this.#mount = mount;
    this.#reports = reports;
  }

  /**
   * The engine that serves the mount's path, which may be mounted at the beginning of it only; `null` when there is none
   * or the token may not see it: Vault answers 403 to both.
   */
  async engine(): Promise<Mounted | null> {
    const at = this.#sys('internal', 'ui', 'mounts');
    const data = await this.#vault.get(at, { absent: [403] });
    return data && readEngine(data, at);
  }

  async enable(): Promise<void> {
    const tookEffect = async () => {
      const mounted = await this.engine();
      return mounted !== null && isKeymgmt(mounted) && isMountedAt(mounted, this.#mount.path);
    };
    await this.#vault.put(this.#sys('mounts'), { type: 'keymgmt' }, { tookEffect, ...this.#reports });
  }

  keys(): Promise<readonly string[]> {
    return this.#vault.list(this.#at('key'));
  }

  /** `null`: the key does not exist. */
  async key(key: string): Promise<KeyRecord | null> {
    const at = this.#at('key', key);
    const data = await this.#vault.get(at);
    return data && readKey(data, key, at);
  }

  /** Creates a key. At creation Vault accepts only its type and the replica regions. */
  async createKey(key: string, type: string, replica_regions: readonly string[]): Promise<void> {
    const body = replica_regions.length === 0 ? { type } : { type, replica_regions };
    const tookEffect = async () => {
      const record = await this.key(key);
      const regions = [...(record?.replica_regions ?? [])].sort();
      return record?.type === type && regions.join() === [...replica_regions].sort().join();
    };
    await this.#vault.put(this.#at('key', key), body, { tookEffect, ...this.#reports });
  }

  async updateKey(
    key: string,
    settings: { readonly deletion_allowed?: boolean; readonly min_enabled_version?: number },
  ): Promise<void> {
    const tookEffect = async () => isSubset(settings, await this.key(key));
    await this.#vault.put(this.#at('key', key), settings, { tookEffect, ...this.#reports });
  }

  /** Adds a version to a key whose latest one is `from`. */
  async rotate(key: string, from: number): Promise<void> {
    const tookEffect = async () => ((await this.key(key))?.latest_version ?? from) > from;
    await this.#vault.put(this.#at('key', key, 'rotate'), {}, this.#slow(tookEffect));
  }

  /** The providers that hold the key: none or one. */
  providersOf(key: string): Promise<readonly string[]> {
    return this.#vault.list(this.#at('key', key, 'kms'));
  }

  providers(): Promise<readonly string[]> {
    return this.#vault.list(this.#at('kms'));
  }

  /** `null`: the provider does not exist. Vault never returns credentials. */
  async provider(kms: string): Promise<{ provider: string; key_collection: string } | null> {
    const at = this.#at('kms', kms);
    const data = await this.#vault.get(at);
    return data && readProvider(data, at);
  }

  /** Registers a provider, or writes the credentials of one that exists. */
  async writeProvider(
    kms: string,
    settings: { provider: string; key_collection: string; credentials: AwsCredentials | null },
  ): Promise<void> {
    const { provider, key_collection, credentials } = settings;
    const declared = Object.entries(credentials ?? {}).filter(([, value]) => value !== null);
    const body = { provider, key_collection };
    const tookEffect = async () => isSubset(body, await this.provider(kms));
    await (credentials === null
      ? this.#vault.put(this.#at('kms', kms), body, { tookEffect, ...this.#reports })
      : this.#vault.put(
          this.#at('kms', kms),
          { ...body, credentials: Object.fromEntries(declared) },
          this.#reports,
        ));
  }

  async deleteProvider(kms: string): Promise<void> {
    const tookEffect = async () => (await this.provider(kms)) === null;
    await this.#vault.delete(this.#at('kms', kms), { tookEffect, ...this.#reports });
  }

  distributions(kms: string): Promise<readonly string[]> {
    return this.#vault.list(this.#at('kms', kms, 'key'));
  }

  /** `null`: the key is not on the provider. */
  async distribution(kms: string, key: string): Promise<LiveDistribution | null> {
    const at = this.#at('kms', kms, 'key', key);
    const data = await this.#vault.get(at);
    return data && readDistribution(data, key, at);
  }

  /** Copies a key into KMS. This may take minutes, and continues in Vault when the request times out. */
  async distribute(
    kms: string,
    key: string,
    settings: { purpose: readonly string[]; protection: string },
  ): Promise<void> {
    const tookEffect = async () => (await this.distribution(kms, key)) !== null;
    await this.#vault.put(this.#at('kms', kms, 'key', key), settings, this.#slow(tookEffect));
  }

  /**
   * Copies a distributed multi-region key into its replica regions; Vault 2.0.0 and newer.
   *
   * @param tookEffect whether each version has its replicas, which Vault does not return
   */
  async replicate(kms: string, key: string, tookEffect: () => Promise<boolean>): Promise<void> {
    const write = { tookEffect, ...this.#reports };
    await this.#vault.put(this.#at('kms', kms, 'key', key, 'replicate'), {}, write);
  }

  /** Removes a key from KMS: AWS schedules the deletion of every version's KMS key, Vault keeps the key. */
  async removeDistribution(kms: string, key: string): Promise<void> {
    const tookEffect = async () => (await this.distribution(kms, key)) === null;
    await this.#vault.delete(this.#at('kms', kms, 'key', key), this.#slow(tookEffect));
  }

  #slow(tookEffect: () => Promise<boolean>): WriteOptions {
    return { tookEffect, slow: true, ...this.#reports };
  }

  #at(...rest: string[]) {
    return { namespace: this.#mount.namespace, path: [...this.#mount.path.split('/'), ...rest] };
  }

  #sys(...rest: string[]) {
    return { namespace: this.#mount.namespace, path: ['sys', ...rest, ...this.#mount.path.split('/')] };
  }
}

/** Whether a record has all of these values. */
function isSubset(values: object, record: object | null): boolean {
  if (record === null) return false;
  const held = new Map(Object.entries(record));
  return Object.entries(values).every(([field, value]) => held.get(field) === value);
}
