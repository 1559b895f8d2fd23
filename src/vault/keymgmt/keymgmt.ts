import type { AwsCredentials } from '../../model/desired.ts';
import { distributionId, type MountPath, providerId } from '../../model/id.ts';
import type { LiveDistribution } from '../../model/live.ts';
import type { Vault, WriteOptions } from '../http/vault.ts';
import { VaultError } from '../http/vault-error.ts';
import {
  type KeyRecord,
  type Mounted,
  readDistribution,
  readEngine,
  readKey,
  readProvider,
} from './records.ts';

/**
 * The endpoints of Vault's Key Management engine at one mount, each a typed function. A write that may not be
 * sent twice says how to learn whether it has taken effect, for when its answer is lost.
 *
 * Each throws {@link VaultError} for whatever it does not name.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/secret/key-management
 */
export class Keymgmt {
  readonly #vault: Vault;
  readonly #mount: MountPath;
  readonly #onRetry: Pick<WriteOptions, 'onRetry'>;

  /** @param onRetry goes with every write that makes Vault ask AWS */
  constructor(vault: Vault, mount: MountPath, onRetry: Pick<WriteOptions, 'onRetry'> = {}) {
    this.#vault = vault;
    this.#mount = mount;
    this.#onRetry = onRetry;
  }

  /**
   * The engine that serves the mount's path, which may be mounted at a part of it; `null` when there is none or the
   * token may not see it: Vault answers 403 to both.
   */
  async engine(): Promise<Mounted | null> {
    const at = this.#sys('internal', 'ui', 'mounts');
    const data = await this.#vault.get(at, { absent: [403] });
    return data && readEngine(data, at);
  }

  async enable(): Promise<void> {
    const tookEffect = async () => (await this.engine()) !== null;
    await this.#vault.put(this.#sys('mounts'), { type: 'keymgmt' }, { tookEffect });
  }

  keys(): Promise<readonly string[]> {
    return this.#vault.list(this.#at('key'));
  }

  /** `null`: there is no such key. */
  async key(key: string): Promise<KeyRecord | null> {
    const at = this.#at('key', key);
    const data = await this.#vault.get(at);
    return data && readKey(data, key, at);
  }

  /** Creates a key; Vault takes only its type, and the replica regions, at creation. */
  async createKey(key: string, type: string, replica_regions: readonly string[]): Promise<void> {
    const body = replica_regions.length === 0 ? { type } : { type, replica_regions };
    const tookEffect = async () => (await this.key(key)) !== null;
    await this.#vault.put(this.#at('key', key), body, { tookEffect });
  }

  async updateKey(
    key: string,
    settings: { readonly deletion_allowed?: boolean; readonly min_enabled_version?: number },
  ): Promise<void> {
    await this.#vault.put(this.#at('key', key), settings, this.#onRetry);
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

  /** `null`: there is no such provider. Credentials are never given back. */
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
    await this.#vault.put(
      this.#at('kms', kms),
      credentials === null ? body : { ...body, credentials: Object.fromEntries(declared) },
    );
  }

  async deleteProvider(kms: string): Promise<void> {
    await this.#vault.delete(this.#at('kms', kms));
  }

  /**
   * Whether the token may delete each of these: a provider, or a key on it. `true` where Vault does not tell. Asked
   * in the connection's own namespace, where policies name paths as ids do.
   *
   * Source: https://developer.hashicorp.com/vault/api-docs/system/capabilities-self
   */
  async mayDelete(
    things: readonly { readonly kms: string | null; readonly key: string | null }[],
  ): Promise<boolean[]> {
    const paths = things.map(({ kms, key }) =>
      key === null ? providerId(this.#mount, kms!) : distributionId(this.#mount, kms!, key),
    );
    const at = { namespace: '', path: ['sys', 'capabilities-self'] };
    const answer = await this.#vault.put(at, { paths }).catch((error: unknown) => {
      if (error instanceof VaultError && error.code === 'token_invalid') return null;
      throw error;
    });
    return paths.map((path) => {
      const held = answer?.[path];
      return !Array.isArray(held) || held.includes('delete') || held.includes('root');
    });
  }

  distributions(kms: string): Promise<readonly string[]> {
    return this.#vault.list(this.#at('kms', kms, 'key'));
  }

  /** `null`: the key is not there. */
  async distribution(kms: string, key: string): Promise<LiveDistribution | null> {
    const at = this.#at('kms', kms, 'key', key);
    const data = await this.#vault.get(at);
    return data && readDistribution(data, key, at);
  }

  /** Copies a key into the KMS; may take minutes and outlive its request. */
  async distribute(
    kms: string,
    key: string,
    settings: { purpose: readonly string[]; protection: string },
  ): Promise<void> {
    const tookEffect = async () => (await this.distribution(kms, key)) !== null;
    await this.#vault.put(this.#at('kms', kms, 'key', key), settings, this.#slow(tookEffect));
  }

  /** Copies a distributed multi-region key into its replica regions; Vault 2.0.0 and newer. */
  async replicate(kms: string, key: string): Promise<void> {
    await this.#vault.put(this.#at('kms', kms, 'key', key, 'replicate'), {}, this.#onRetry);
  }

  /** Takes a key out of the KMS: AWS schedules the deletion of every version's KMS key, Vault keeps the key. */
  async removeDistribution(kms: string, key: string): Promise<void> {
    const tookEffect = async () => (await this.distribution(kms, key)) === null;
    await this.#vault.delete(this.#at('kms', kms, 'key', key), this.#slow(tookEffect));
  }

  #slow(tookEffect: () => Promise<boolean>): WriteOptions {
    return { tookEffect, slow: true, ...this.#onRetry };
  }

  #at(...rest: string[]) {
    return { namespace: this.#mount.namespace, path: [...this.#mount.path.split('/'), ...rest] };
  }

  #sys(...rest: string[]) {
    return { namespace: this.#mount.namespace, path: ['sys', ...rest, ...this.#mount.path.split('/')] };
  }
}
