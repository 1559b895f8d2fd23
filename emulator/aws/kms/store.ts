import { partitionOf } from '../arn.ts';
import { Aliases } from './alias-table.ts';
import type { ImportTokens } from './import-tokens.ts';
import { importTokens } from './import-tokens.ts';
import type { Key } from './key.ts';
import { awaitsReplicas, expireMaterial } from './key.ts';

const day = 24 * 60 * 60 * 1000;

/** All that KMS holds: a set of keys and aliases for each account in each region. */
export class KmsStore {
  readonly #clock: () => Date;
  readonly #regions = new Map<string, KmsRegion>();

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  region(account: string, region: string): KmsRegion {
    const name = `${account}/${region}`;
    const known = this.#regions.get(name);
    if (known !== undefined) return known;
    const created = new KmsRegion(account, region, this.#clock, (key) => this.#leaveFamily(key));
    this.#regions.set(name, created);
    return created;
  }

  /** When the last replica is gone, the waiting period of a primary key that is to be deleted begins. */
  #leaveFamily(replica: Key): void {
    const family = replica.multi_region;
    if (family === null || family.primary.arn === replica.arn) return;
    const index = family.replicas.findIndex(({ arn }) => arn === replica.arn);
    if (index >= 0) family.replicas.splice(index, 1);
    const primary = this.region(replica.account, family.primary.region).key(replica.id);
    if (primary?.deletion == null || awaitsReplicas(primary)) return;
    const { window_days } = primary.deletion;
    primary.deletion = { window_days, date: new Date(this.#clock().getTime() + window_days * day) };
  }
}

/** The keys and aliases of one account in one region, as they are at this moment. */
export class KmsRegion {
  readonly account: string;
  readonly name: string;
  readonly aliases = new Aliases();
  readonly tokens: ImportTokens = importTokens();
  readonly #keys = new Map<string, Key>();
  readonly #clock: () => Date;
  readonly #onRemoved: (key: Key) => void;

  constructor(account: string, name: string, clock: () => Date, onRemoved: (key: Key) => void) {
    this.account = account;
    this.name = name;
    this.#clock = clock;
    this.#onRemoved = onRemoved;
  }

  /** `resource` is such as `key/1234` or `alias/x`. */
  arn(resource: string): string {
    return `arn:${partitionOf(this.name)}:kms:${this.name}:${this.account}:${resource}`;
  }

  add(key: Key): void {
    this.#keys.set(key.id, key);
  }

  key(id: string): Key | undefined {
    const key = this.#keys.get(id);
    return key && this.#settle(key);
  }

  /** Sorted by id. */
  keys(): Key[] {
    return [...this.#keys.values()]
      .filter((key) => this.#settle(key) !== undefined)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Forgets the keys, and with them the aliases, whose time is over. */
  settle(): void {
    for (const key of this.#keys.values()) this.#settle(key);
  }

  /** Lets time do its work: material expires, and a key whose waiting period is over is gone with its aliases. */
  #settle(key: Key): Key | undefined {
    const now = this.#clock();
    expireMaterial(key, now);
    if (key.deletion === null || awaitsReplicas(key) || key.deletion.date > now) return key;
    this.#keys.delete(key.id);
    for (const { name } of this.aliases.of(key.id)) this.aliases.delete(name);
    this.#onRemoved(key);
    return undefined;
  }
}
