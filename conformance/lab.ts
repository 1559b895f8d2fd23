import { setTimeout as sleep } from 'node:timers/promises';
import { AwsAccount, type VaultCredentials } from './aws-account.ts';
import type { Settings } from './settings.ts';
import { type AskVault, vaultClient } from './vault-client.ts';

/** What is left behind: what it is, why it could not be removed, and the command that removes it. */
export interface Leftover {
  readonly what: string;
  readonly command: string;
}

/** A distribution as Vault records it. */
export interface Recorded {
  readonly name: string;
  readonly distribution_time: string;
  readonly purpose: unknown;
  readonly versions: Readonly<Record<string, string>>;
}

/** How long, in milliseconds, Vault may take for what it does after its answer. */
const patience = 300_000;

/** The mount and the account of a run: it makes objects for experiments, and knows what it has to remove. */
export class Lab {
  readonly settings: Settings;
  readonly aws: AwsAccount;
  readonly ask: AskVault;
  /** Begins the name of each provider and key of the run. */
  readonly prefix: string;
  /** Whether Vault answers writes before AWS has everything; `null`: not seen yet. */
  answersEarly: boolean | null = null;
  readonly #signal: AbortSignal;
  readonly #kmsKeys = new Set<string>();
  #mounted = false;
  #before = new Set<string>();

  constructor(settings: Settings, signal: AbortSignal) {
    this.settings = settings;
    this.aws = new AwsAccount(settings);
    this.ask = vaultClient(settings, signal);
    this.prefix = `conformance-${Math.random().toString(36).slice(2, 8)}`;
    this.#signal = signal;
  }

  /** The KMS keys that were made so far, as far as they are known. */
  get made(): number {
    return this.#kmsKeys.size;
  }

  /** @throws {Error} when the path is not free, or Vault has no keymgmt engine */
  async open(): Promise<void> {
    const { mount } = this.settings;
    this.#before = await this.aws.keyIds();
    const { status, errors } = await this.ask('PUT', `sys/mounts/${mount}`, { type: 'keymgmt' });
    if (status >= 300)
      throw new Error(`keymgmt cannot be mounted at ${mount}: ${status} ${errors.join('; ')}`);
    this.#mounted = true;
  }

  at(path: string): string {
    return `${this.settings.mount}/${path}`;
  }

  /** Registers a provider, or gives one other credentials; returns its name. */
  async provider(label: string, credentials: VaultCredentials): Promise<string> {
    const name = `${this.prefix}-${label}`;
    const existing = await this.ask('GET', this.at(`kms/${name}`));
    const region = existing.ok ? {} : { key_collection: this.settings.region };
    await this.must('PUT', `kms/${name}`, { provider: 'awskms', ...region, credentials });
    return name;
  }

  async createKey(label: string, replica_regions: readonly string[] = []): Promise<string> {
    const name = `${this.prefix}-${label}`;
    const regions = replica_regions.length === 0 ? {} : { replica_regions };
    await this.must('PUT', `key/${name}`, { type: 'aes256-gcm96', ...regions });
    return name;
  }

  /** A write that has to succeed for the experiment to mean anything. */
  async must(method: 'PUT' | 'DELETE', path: string, body?: object): Promise<void> {
    const { ok, status, errors } = await this.ask(method, this.at(path), body);
    if (!ok) throw new Error(`${method} ${this.at(path)}: ${status} ${errors.join('; ')}`);
  }

  /** The distribution; `null`: Vault has none. Its KMS keys are known from then on. */
  async recorded(kms: string, key: string, ask = this.ask): Promise<Recorded | null> {
    const { ok, data } = await ask('GET', this.at(`kms/${kms}/key/${key}`));
    if (!ok) return null;
    const record = data as unknown as Recorded;
    this.remember(Object.values(record.versions));
    return record;
  }

  remember(ids: Iterable<string>): void {
    for (const id of ids) this.#kmsKeys.add(id);
  }

  /** The distribution once it has a version. @throws {Error} when it does not get it in time */
  async withVersion(kms: string, key: string, version: number): Promise<Recorded> {
    return this.until(`version ${version} of ${key} in its distribution`, async () => {
      const record = await this.recorded(kms, key);
      return record !== null && String(version) in record.versions ? record : null;
    });
  }

  /** Reads again until there is something. @throws {Error} when there is nothing in time */
  async until<T>(what: string, read: () => Promise<T | null>, limit = patience): Promise<T> {
    const end = Date.now() + limit;
    for (let pause = 100; ; pause = Math.min(pause * 2, 15_000)) {
      const found = await read();
      if (found !== null) return found;
      if (Date.now() + pause > end) throw new Error(`there is no ${what} after ${limit / 1000} s`);
      await this.pause(pause);
    }
  }

  pause(milliseconds: number): Promise<void> {
    return sleep(milliseconds, undefined, { signal: this.#signal });
  }

  /** The KMS keys for imported material that are new in the region since a listing; others may have made them. */
  async newKeys(since: ReadonlySet<string>): Promise<string[]> {
    const fresh = [...(await this.aws.keyIds())].filter((id) => !since.has(id));
    const external = await Promise.all(
      fresh.map(async (id) => ((await this.aws.key(id))?.Origin === 'EXTERNAL' ? id : null)),
    );
    return external.filter((id) => id !== null);
  }

  /** Removes everything that the run made, whatever state it is in. Works after an abort too. */
  async clear(): Promise<Leftover[]> {
    if (!this.#mounted) return [];
    const ask = vaultClient(this.settings, null);
    const left: Leftover[] = [];
    const list = async (path: string): Promise<string[]> => {
      const { ok, data } = await ask('LIST', this.at(path));
      return ok ? ((data['keys'] as string[] | null) ?? []) : [];
    };
    const remove = async (path: string) => {
      for (let tries = 0; tries < 20; tries++) {
        if ((await ask('DELETE', path)).ok) return true;
        await sleep(250);
      }
      return false;
    };
    const keys = await list('key');
    for (const kms of await list('kms')) {
      for (const key of keys) {
        await this.recorded(kms, key, ask);
        // Also one that is not listed: a distribution that was interrupted, or is still under way.
        await ask('DELETE', this.at(`kms/${kms}/key/${key}`));
      }
    }
    left.push(...(await this.#clearAws()));
    for (const key of keys) {
      await ask('PUT', this.at(`key/${key}`), { deletion_allowed: true });
      if (!(await remove(this.at(`key/${key}`))))
        left.push(leftover(`the key ${this.at(`key/${key}`)}`, `vault delete ${this.at(`key/${key}`)}`));
    }
    for (const kms of await list('kms')) {
      if (!(await remove(this.at(`kms/${kms}`))))
        left.push(leftover(`the provider ${this.at(`kms/${kms}`)}`, `vault delete ${this.at(`kms/${kms}`)}`));
    }
    const isEmpty = !left.some(({ command }) => command.startsWith('vault'));
    if (!isEmpty || !(await remove(`sys/mounts/${this.settings.mount}`)))
      left.push(leftover(`the mount ${this.settings.mount}`, `vault secrets disable ${this.settings.mount}`));
    return left;
  }

  /** What Vault left in KMS, found by the records that were read, by aliases and by tags. */
  async #clearAws(): Promise<Leftover[]> {
    const { region: home, replica_region } = this.settings;
    const left: Leftover[] = [];
    for (const region of [replica_region, home]) {
      for (const { name, key_id } of await this.aws.aliasesOf(this.prefix, region)) {
        this.remember([key_id]);
        await this.aws
          .deleteAlias(name, region)
          .catch(() =>
            left.push(
              leftover(
                `the alias ${name} in ${region}`,
                `aws kms delete-alias --region ${region} --alias-name ${name}`,
              ),
            ),
          );
      }
    }
    for (const id of await this.newKeys(this.#before)) {
      const tags = Object.values(await this.aws.tagsOf(id).catch(() => ({})));
      if (tags.some((value) => value.startsWith(this.prefix))) this.remember([id]);
      else if (!this.#kmsKeys.has(id)) left.push(await this.#unclaimed(id));
    }
    for (const id of this.#kmsKeys) {
      for (const region of [replica_region, home]) {
        const key = await this.aws.key(id, region).catch(() => null);
        if (key === null || /^Pending(Replica)?Deletion$/.test(key.KeyState ?? '')) continue;
        await this.aws
          .scheduleDeletion(id, region)
          .catch((error: Error) =>
            left.push(
              leftover(
                `the KMS key ${id} in ${region} (${error.message})`,
                `aws kms schedule-key-deletion --region ${region} --key-id ${id} --pending-window-in-days 7`,
              ),
            ),
          );
      }
    }
    return left.filter(({ command }) => command !== '');
  }

  /** A KMS key that appeared during the run and has nothing that shows whose it is: nobody else's key is removed. */
  async #unclaimed(id: string): Promise<Leftover> {
    const state = (await this.aws.key(id))?.KeyState ?? '';
    const command = `aws kms schedule-key-deletion --region ${this.settings.region} --key-id ${id} --pending-window-in-days 7`;
    return leftover(
      `the KMS key ${id} (${state}), which appeared during the run and may be of this run`,
      state.startsWith('PendingDeletion') ? '' : command,
    );
  }
}

function leftover(what: string, command: string): Leftover {
  return { what, command };
}
