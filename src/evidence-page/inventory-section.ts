import type { Inventory } from '../model/inventory.ts';
import { count } from '../render/plan-wording.ts';
import { more, named } from './bounded-list.ts';
import { type Markup, markup, nothing } from './markup.ts';
import type { PageContent } from './page-content.ts';
import { scopeOf } from './page-index.ts';

/** Every customer managed KMS key by where it comes from, and the ones that Vault does not control. */
export function inventorySection({ targets }: PageContent): Markup {
  const inventories = targets.flatMap((target) => target.inventory ?? []);
  if (inventories.length === 0) return nothing;
  const outside = inventories.flatMap((inventory) =>
    inventory.outside.map((key) => ({ ...key, scope: scopeOf(inventory) })),
  );
  return markup`<section id="inventory">
<h2>KMS keys by origin</h2>
<div class="wide" role="group" tabindex="0" aria-label="KMS keys by origin">
<table>
<thead><tr><th scope="col">Account and region</th><th scope="col">KMS keys</th><th scope="col">Under Vault’s control</th><th scope="col">In Vault’s record</th><th scope="col">Imported by others</th><th scope="col">Made by KMS</th><th scope="col">Custom key store</th><th scope="col">Not read</th></tr></thead>
<tbody>
${inventories.map(inventoryRow)}
</tbody>
</table>
</div>
${
  outside.length === 0
    ? nothing
    : markup`<details>
<summary><h3>${count(outside.length, 'KMS key')} outside Vault’s record</h3></summary>
<div class="wide" role="group" tabindex="0" aria-label="KMS keys outside Vault’s record">
<table>
<thead><tr><th scope="col">KMS key</th><th scope="col">Origin</th><th scope="col">State</th><th scope="col">Aliases</th><th scope="col">Created</th><th scope="col">Creator</th><th scope="col">Last used</th></tr></thead>
<tbody>
${outside.slice(0, named).map(
  ({ arn, source, key_state, aliases, created, creator, last_used }) =>
    markup`<tr><th scope="row">${arn}</th><td>${origins[source]}<td>${key_state ?? 'unknown'}<td>${aliases.join(', ') || '–'}<td>${created ?? 'unknown'}<td>${creator ?? 'unknown'}<td>${last_used ?? 'unknown'}</tr>
`,
)}
</tbody>
</table>
</div>
${more(outside.length)}
</details>`
}
</section>
`;
}

const origins = { imported: 'imported', kms: 'made by KMS', custom_key_store: 'custom key store' } as const;

function inventoryRow(inventory: Inventory): Markup {
  const { total, vault, imported, kms, custom_key_store, unread } = inventory;
  const share = total === 0 ? '–' : `${Math.floor((vault / total) * 100)} %`;
  return markup`<tr><th scope="row">${scopeOf(inventory)}</th><td>${total}<td>${share}<td>${vault}<td>${imported}<td>${kms}<td>${custom_key_store}<td>${unread}</tr>
`;
}
