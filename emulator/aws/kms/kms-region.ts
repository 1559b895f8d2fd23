import { day, later } from '../../later.ts';
import { partitionOf } from '../regions.ts';
import { AliasTable } from './alias-table.ts';
import { ImportTokens } from './import-tokens.ts';
import { awaitsReplicas, expireMaterial, type Key } from './key.ts';

/** The current keys and aliases of one account in one region. */
export type KmsRegion = ReturnType<typeof newRegion>;

/** The region of an account. */
export type RegionOf = (account: string, region: string) => KmsRegion;

/** All accounts and regions, without keys. */
export function newRegions(clock: () => Date): RegionOf {
  const regions = new Map<string, KmsRegion>();

  const regionOf: RegionOf = (account, name) => {
    const found = regions.get(`${account}/${name}`) ?? newRegion(account, name, clock, leaveFamily);
    regions.set(`${account}/${name}`, found);
    return found;
  };

  /** The waiting period of a primary key begins when its last replica is deleted. */
  function leaveFamily(replica: Key): void {
    const family = replica.multi_region;
    if (family === null || family.primary.arn === replica.arn) return;
    const index = family.replicas.findIndex(({ arn }) => arn === replica.arn);
    if (index >= 0) family.replicas.splice(index, 1);
    const primary = regionOf(replica.account, family.primary.region).key(replica.id);
    if (primary?.deletion == null || awaitsReplicas(primary)) return;
    const { window_days } = primary.deletion;
    primary.deletion = { window_days, date: later(clock(), window_days * day) };
  }

  return regionOf;
}

function newRegion(account: string, name: string, clock: () => Date, onRemoved: (key: Key) => void) {
  const keys = new Map<string, Key>();
  const aliases = new AliasTable();

  /** Expires material, and deletes a key whose waiting period has ended. `undefined`: deleted. */
  const applyTimeTo = (key: Key): Key | undefined => {
    const now = clock();
    expireMaterial(key, now);
    if (key.deletion === null || awaitsReplicas(key) || key.deletion.date > now) return key;
    keys.delete(key.id);
    for (const { AliasName } of aliases.of(key.id)) aliases.delete(AliasName);
    onRemoved(key);
    return undefined;
  };

  return {
    account,
    name,
    aliases,
    tokens: new ImportTokens(),
    /** @param resource such as `key/1234` or `alias/x` */
    arn: (resource: string) => `arn:${partitionOf(name)}:kms:${name}:${account}:${resource}`,
    add(key: Key): void {
      keys.set(key.id, key);
    },
    key(id: string): Key | undefined {
      const key = keys.get(id);
      return key && applyTimeTo(key);
    },
    /** Deletes those whose waiting period has ended first, with their aliases. */
    keys: () => [...keys.values()].filter((key) => applyTimeTo(key) !== undefined),
  };
}
