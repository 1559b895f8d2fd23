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
  return missingEffects(entry, target, home).next().value ?? null;
}

/** Only the first one counts: what is missing after it depends on its result. */
function* missingEffects(
  { material, copy }: Entry,
  target: Target,
  home: string,
): Generator<Effect, undefined> {
  const { key, distribution } = target;
  for (const version of versionsOf(key)) {
    if (material[version] === undefined) yield { kind: 'generate', version, type: key.type };
  }
  if (target.copy === 'leave' || copy === null) return;
  if (target.copy === 'remove') return yield* removal(copy);
  const { name, type, replica_regions } = key;
  for (const version of versionsOf(key)) {
    const kmsKey = copy.versions[version];
    if (kmsKey === undefined) {
      const of = { key: name, type, purpose: distribution?.purpose ?? [] };
      return yield { kind: 'create_key', version, ...of, multi_region: replica_regions.length > 0 };
    }
    const { key_id, regions } = kmsKey;
    for (const region of distribution?.replicated ? [home, ...replica_regions] : [home]) {
      const at = { version, key_id, region };
      const held = regions[region];
      if (held === undefined) yield { kind: 'replicate_key', ...at };
      else if (!held.imported)
        yield { kind: 'import_key_material', ...at, type, material: material[version]! };
    }
    for (const [region, { imported, enabled }] of Object.entries(regions)) {
      if (imported && enabled !== isEnabled(key, version))
        yield { kind: enabled ? 'disable_key' : 'enable_key', version, key_id, region };
    }
  }
  const { key_id } = copy.versions[key.latest_version]!;
  if (copy.alias !== key_id) yield aliasEffect(copy, key_id);
}

function* removal(copy: Copy): Generator<Effect, undefined> {
  if (copy.alias !== null) yield { kind: 'delete_alias', alias: aliasOf(copy) };
  for (const [version, { key_id, regions }] of Object.entries(copy.versions)) {
    for (const region of Object.keys(regions).toReversed()) {
      yield { kind: 'schedule_key_deletion', version: Number(version), key_id, region };
    }
  }
}

/** Points the alias of a copy at a KMS key. */
export function aliasEffect(copy: Copy, key_id: string): AliasEffect {
  return { kind: copy.alias === null ? 'create_alias' : 'update_alias', alias: aliasOf(copy), key_id };
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
