import type { Copy, Entry, KeyType, KmsKey, Purpose, RegionalKey, VaultKey, VaultMaterial } from './state.ts';

/** One action outside of the engine, as plain data. */
export type Effect =
  | { readonly kind: 'generate'; readonly version: number; readonly type: KeyType }
  | {
      readonly kind: 'create_key';
      readonly version: number;
      readonly key: string;
      readonly type: KeyType;
      readonly purpose: readonly Purpose[];
      readonly multi_region: boolean;
    }
  | (InRegion & { readonly kind: 'replicate_key' })
  | (InRegion & {
      readonly kind: 'import_key_material';
      readonly type: KeyType;
      readonly material: VaultMaterial;
    })
  | (InRegion & { readonly kind: 'enable_key' | 'disable_key' | 'schedule_key_deletion' })
  | AliasEffect
  | { readonly kind: 'delete_alias'; readonly alias: string };

export type KmsEffect = Exclude<Effect, { kind: 'generate' }>;

interface AliasEffect {
  readonly kind: 'create_alias' | 'update_alias';
  readonly alias: string;
  readonly key_id: string;
  /** Left out: that of the provider. */
  readonly region?: string;
}

interface InRegion {
  readonly version: number;
  readonly key_id: string;
  readonly region: string;
}

/** The result of an effect that succeeded, with what it made. */
export interface Result {
  readonly material?: VaultMaterial;
  /** The id of a new KMS key. */
  readonly key_id?: string;
}

/** The desired state of an entry. */
export interface Target {
  readonly key: VaultKey;
  readonly distribution: Entry['distribution'];
  /** What happens to the copy in KMS: update it, remove it, or leave it. */
  readonly copy: 'sync' | 'remove' | 'leave';
}

function aliasOf(copy: Copy): string {
  return `alias/hashicorp/${copy.name}`;
}

/** A minimum of 0 enables every version. */
export function isEnabled(key: VaultKey, version: number): boolean {
  return version >= key.min_enabled_version;
}

export function versionsOf(key: VaultKey): number[] {
  return Array.from({ length: key.latest_version }, (_, index) => index + 1);
}

/**
 * The next effect toward the target; `null` when the entry has reached it.
 *
 * Only missing effects are returned, so a write that failed partway continues where it stopped.
 *
 * @param home the region of the provider
 */
export function nextEffect(entry: Entry, target: Target, home: string): Effect | null {
  const missing = versionsOf(target.key).find((version) => entry.material[version] === undefined);
  if (missing !== undefined) return { kind: 'generate', version: missing, type: target.key.type };
  if (target.copy === 'leave' || entry.copy === null) return null;
  return target.copy === 'remove' ? removal(entry.copy) : synchronisation(entry, entry.copy, target, home);
}

function synchronisation(entry: Entry, copy: Copy, target: Target, home: string): Effect | null {
  for (const version of versionsOf(target.key)) {
    const effect = versionSynchronisation(entry, copy, target, version, home);
    if (effect !== null) return effect;
  }
  const key_id = copy.versions[target.key.latest_version]!.key_id;
  return copy.alias === key_id ? null : aliasEffect(copy, key_id);
}

/** Points the alias of a copy at a KMS key. */
export function aliasEffect(copy: Copy, key_id: string): AliasEffect {
  return { kind: copy.alias === null ? 'create_alias' : 'update_alias', alias: aliasOf(copy), key_id };
}

function versionSynchronisation(
  entry: Entry,
  copy: Copy,
  { key, distribution }: Target,
  version: number,
  home: string,
): Effect | null {
  const kmsKey = copy.versions[version];
  if (kmsKey === undefined) {
    const { name, type, replica_regions } = key;
    const of = { key: name, type, purpose: distribution?.purpose ?? [] };
    return { kind: 'create_key', version, ...of, multi_region: replica_regions.length > 0 };
  }
  const regions = distribution?.replicated ? [home, ...key.replica_regions] : [home];
  for (const region of regions) {
    const at = { version, key_id: kmsKey.key_id, region };
    const held = kmsKey.regions[region];
    if (held === undefined) return { kind: 'replicate_key', ...at };
    if (!held.imported)
      return { kind: 'import_key_material', ...at, type: key.type, material: entry.material[version]! };
  }
  for (const [region, { imported, enabled }] of Object.entries(kmsKey.regions)) {
    if (imported && enabled !== isEnabled(key, version))
      return { kind: enabled ? 'disable_key' : 'enable_key', version, key_id: kmsKey.key_id, region };
  }
  return null;
}

function removal(copy: Copy): Effect | null {
  if (copy.alias !== null) return { kind: 'delete_alias', alias: aliasOf(copy) };
  for (const [version, { key_id, regions }] of Object.entries(copy.versions)) {
    const region = Object.keys(regions).at(-1);
    if (region !== undefined)
      return { kind: 'schedule_key_deletion', version: Number(version), key_id, region };
  }
  return null;
}

/** The entry after an effect has succeeded. */
export function record(entry: Entry, effect: Effect, result: Result, home: string): Entry {
  if (effect.kind === 'generate' && result.material)
    return { ...entry, material: { ...entry.material, [effect.version]: result.material } };
  return entry.copy === null ? entry : { ...entry, copy: recordInCopy(entry.copy, effect, result, home) };
}

function recordInCopy(copy: Copy, effect: Effect, result: Result, home: string): Copy {
  switch (effect.kind) {
    case 'generate':
      return copy;
    case 'create_key': {
      const created = { key_id: result.key_id!, regions: { [home]: { imported: false, enabled: true } } };
      return { ...copy, versions: { ...copy.versions, [effect.version]: created } };
    }
    case 'create_alias':
    case 'update_alias':
      return { ...copy, alias: effect.key_id };
    case 'delete_alias':
      return { ...copy, alias: null };
    case 'schedule_key_deletion':
      return withoutRegion(copy, effect.version, effect.region);
    default:
      return withRegion(copy, effect.version, effect.region, {
        imported: effect.kind !== 'replicate_key',
        enabled: effect.kind !== 'disable_key',
      });
  }
}

function withRegion(copy: Copy, version: number, region: string, held: RegionalKey): Copy {
  const kmsKey = copy.versions[version]!;
  const changed: KmsKey = { ...kmsKey, regions: { ...kmsKey.regions, [region]: held } };
  return { ...copy, versions: { ...copy.versions, [version]: changed } };
}

/** Drops the version with its last region. */
function withoutRegion(copy: Copy, version: number, region: string): Copy {
  const { [version]: kmsKey, ...others } = copy.versions;
  const { [region]: _, ...regions } = kmsKey!.regions;
  if (Object.keys(regions).length === 0) return { ...copy, versions: others };
  return { ...copy, versions: { ...others, [version]: { ...kmsKey!, regions } } };
}
