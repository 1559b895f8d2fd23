import type { Inventory, OutsideKey } from '../model/inventory.ts';
import { count } from './plan-wording.ts';

const sources = {
  imported: 'imported by someone else',
  kms: 'made by KMS',
  custom_key_store: 'in a custom key store',
} as const;

/** `us-west-2, account 111122223333: 8 of 12 customer managed KMS keys (66 %) are in Vault's record; …`. */
export function inventoryHeadline(inventory: Inventory): string {
  const { region, account_id, total, vault, unread } = inventory;
  const where = account_id === null ? region : `${region}, account ${account_id}`;
  const others = (['imported', 'kms', 'custom_key_store'] as const)
    .filter((source) => inventory[source] > 0)
    .map((source) => `; ${inventory[source]} ${sources[source]}`);
  const share = total === 0 ? '' : ` (${Math.floor((vault / total) * 100)} %)`;
  const open = unread === 0 ? '' : `; ${unread} not read`;
  return `${where}: ${vault} of ${count(total, 'customer managed KMS key')}${share} ${total === 1 ? 'is' : 'are'} in Vault’s record${others.join('')}${open}.`;
}

/** Where a key outside Vault's record comes from, in words. */
export function sourceText({ source }: OutsideKey): string {
  return sources[source];
}
