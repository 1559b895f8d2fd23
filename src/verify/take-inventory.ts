import pLimit from 'p-limit';
import type { AwsReader } from '../model/aws-reader.ts';
import type { Evidence, KmsAlias, KmsKey } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Inventory, OutsideKey } from '../model/inventory.ts';
import { askOnce } from './ask-once.ts';
import type { VerifyEffects } from './verify-request.ts';

/** The most keys outside Vault's record that are read: a region may hold 100,000. */
const mostKeys = 5_000;

/** The most of these whose last use is read: AWS answers five of these calls a second, to the whole account. */
const mostUsages = 50;

/** What the inventory is of. */
interface Scope {
  readonly region: string;
  readonly account_id: string | null;
  /** Also asks CloudTrail who created the keys. */
  readonly history: boolean;
}

/**
 * The customer managed keys of the region by where they come from.
 *
 * @param expectations all that Vault has in the region
 * @returns `null` when KMS does not list its keys
 */
export async function takeInventory(
  { region, account_id, history }: Scope,
  expectations: readonly Expectation[],
  aliases: Evidence<readonly KmsAlias[]>,
  effects: VerifyEffects,
): Promise<Inventory | null> {
  const { reader } = effects;
  const ids = await reader.keyIds(region);
  if (!ids.ok) return null;
  const recorded = new Set(expectations.flatMap(({ versions }) => Object.values(versions)));
  const named = aliasesByKey(aliases);
  const unknown = ids.value.filter((id) => !recorded.has(id) && !isNamedByAws(named.get(id) ?? []));
  const described = await describeAll(region, unknown.slice(0, mostKeys), effects);
  const read = described.filter((key) => key !== null);
  const others = read.filter(
    ({ key_manager, multi_region }) => key_manager !== 'AWS' && multi_region?.type !== 'REPLICA',
  );
  const sourced = others.flatMap((key) => {
    const source = sourceOf(key);
    return source === null ? [] : [{ key, source }];
  });
  const creators = history && sourced.length > 0 ? await reader.keyCreators(region) : null;
  const created = creators?.ok ? creators.value : {};
  const lastUses = await lastUsesOf(
    region,
    sourced.map(({ key }) => key),
    effects,
  );
  const outside = sourced
    .map(
      ({ key: { key_id, arn, key_state, creation_date }, source }): OutsideKey => ({
        key_id,
        arn,
        source,
        key_state,
        created: creation_date,
        aliases: [...(named.get(key_id) ?? [])].sort(),
        creator: created[arn] ?? null,
        last_used: lastUses.get(key_id) ?? null,
      }),
    )
    .sort((a, b) => a.key_id.localeCompare(b.key_id));
  const vault = ids.value.filter((id) => recorded.has(id)).length;
  const unread = unknown.length - read.length + (others.length - sourced.length);
  return inventoryOf({ region, account_id }, vault, outside, unread);
}

/**
 * One inventory for several of the same region and account, each of which knows a part of Vault's record: outside is
 * what is outside for all of them.
 *
 * @param inventories at least one
 */
export function commonInventory(inventories: readonly Inventory[]): Inventory {
  const [first, ...others] = inventories as [Inventory, ...Inventory[]];
  const outsideOthers = others.map(({ outside }) => new Set(outside.map(({ key_id }) => key_id)));
  const outside = first.outside.filter(({ key_id }) => outsideOthers.every((ids) => ids.has(key_id)));
  const vault = first.total - outside.length;
  const unread = Math.max(...inventories.map((inventory) => inventory.unread));
  return inventoryOf(first, vault, outside, unread);
}

function inventoryOf(
  { region, account_id }: Pick<Inventory, 'region' | 'account_id'>,
  vault: number,
  outside: readonly OutsideKey[],
  unread: number,
): Inventory {
  const count = (source: OutsideKey['source']) => outside.filter((key) => key.source === source).length;
  return {
    region,
    account_id,
    total: vault + outside.length,
    vault,
    imported: count('imported'),
    kms: count('kms'),
    custom_key_store: count('custom_key_store'),
    unread,
    outside,
  };
}

/** Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html (Origin) */
function sourceOf({ origin, custom_key_store_id }: KmsKey): OutsideKey['source'] | null {
  if (custom_key_store_id !== null) return 'custom_key_store';
  if (origin === 'EXTERNAL') return 'imported';
  if (origin === 'AWS_KMS') return 'kms';
  return origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE' ? 'custom_key_store' : null;
}

function aliasesByKey(aliases: Evidence<readonly KmsAlias[]>): Map<string, string[]> {
  const byKey = new Map<string, string[]>();
  for (const { name, target_key_id } of aliases.ok ? aliases.value : [])
    if (target_key_id !== null) byKey.set(target_key_id, [...(byKey.get(target_key_id) ?? []), name]);
  return byKey;
}

/** Only AWS may create aliases with this prefix, for the keys that it manages. */
function isNamedByAws(names: readonly string[]): boolean {
  return names.some((name) => name.startsWith('alias/aws/'));
}

/** `null` for a key that was not read, for want of time or permission. */
async function describeAll(
  region: string,
  ids: readonly string[],
  { reader, clock, deadline, concurrency }: VerifyEffects,
): Promise<(KmsKey | null)[]> {
  const limit = pLimit(concurrency);
  return Promise.all(
    ids.map((id) =>
      limit(async () => {
        if (deadline !== null && clock.now() >= deadline) return null;
        const key = await reader.key(region, id);
        return key.ok ? key.value : null;
      }),
    ),
  );
}

/** When the first of the keys were last used; a key without a record is left out. */
async function lastUsesOf(
  region: string,
  keys: readonly KmsKey[],
  { reader, clock, deadline }: VerifyEffects,
): Promise<Map<string, string>> {
  const due = keys.filter(({ key_state }) => key_state !== 'PendingDeletion').slice(0, mostUsages);
  const uses = await Promise.all(
    due.map(async ({ key_id }): Promise<[string, string][]> => {
      if (deadline !== null && clock.now() >= deadline) return [];
      const usage = await reader.lastUsage(region, key_id);
      return usage.ok && usage.value.last_used !== null ? [[key_id, usage.value.last_used]] : [];
    }),
  );
  return new Map(uses.flat());
}

/** A reader that lists the keys of a region once, and describes each of them once. */
export function describeOnce(reader: AwsReader): AwsReader {
  const keys = new Map<string, ReturnType<AwsReader['key']>>();
  const lists = new Map<string, ReturnType<AwsReader['keyIds']>>();
  return {
    ...reader,
    key: (region, id) => askOnce(keys, `${region} ${id}`, () => reader.key(region, id)),
    keyIds: (region) => askOnce(lists, region, () => reader.keyIds(region)),
  };
}
