import { day, later } from '../../later.ts';
import { partitionOf } from '../regions.ts';
import { AliasTable } from './alias-table.ts';
import { ImportTokens } from './import-tokens.ts';
import { awaitsReplicas, expireMaterial, type Key } from './key.ts';

/** The keys and aliases of each account in each region. */
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

  /** The waiting period of a primary key begins when its last replica is deleted. */
  #leaveFamily(replica: Key): void {
    const family = replica.multi_region;
    if (family === null || family.primary.arn === replica.arn) return;
    const index = family.replicas.findIndex(({ arn }) => arn === replica.arn);
    if (index >= 0) family.replicas.splice(index, 1);
    const primary = this.region(replica.account, family.primary.region).key(replica.id);
    if (primary?.deletion == null || awaitsReplicas(primary)) return;
    const { window_days } = primary.deletion;
    primary.deletion = { window_days, date: later(this.#clock(), window_days * day) };
  }
}

/** The current keys and aliases of one account in one region. */
export class KmsRegion {
  readonly account: string;
  readonly name: string;
  readonly aliases = new AliasTable();
  readonly tokens = new ImportTokens();
  readonly #keys = new Map<string, Key>();
  readonly #clock: () => Date;
  readonly #onRemoved: (key: Key) => void;

  constructor(account: string, name: string, clock: () => Date, onRemoved: (key: Key) => void) {
    this.account = account;
    this.name = name;
    this.#clock = clock;
    this.#onRemoved = onRemoved;
  }

  /** @param resource such as `key/1234` or `alias/x` */
  arn(resource: string): string {
    return `arn:${partitionOf(this.name)}:kms:${this.name}:${this.account}:${resource}`;
  }

  add(key: Key): void {
    this.#keys.set(key.id, key);
  }

  key(id: string): Key | undefined {
    const key = this.#keys.get(id);
    return key && this.#applyTime(key);
  }

  keys(): Key[] {
    return [...this.#keys.values()].filter((key) => this.#applyTime(key) !== undefined);
  }

  /** Deletes the keys whose waiting period has ended, with their aliases. */
  applyTime(): void {
    for (const key of this.#keys.values()) this.#applyTime(key);
  }

  /** Expires material, and deletes a key whose waiting period has ended. `undefined`: deleted. */
  #applyTime(key: Key): Key | undefined {
    const now = this.#clock();
    expireMaterial(key, now);
    if (key.deletion === null || awaitsReplicas(key) || key.deletion.date > now) return key;
    this.#keys.delete(key.id);
    for (const { AliasName } of this.aliases.of(key.id)) this.aliases.delete(AliasName);
    this.#onRemoved(key);
    return undefined;
  }
}
