import { type MountPath, mountId } from '../model/id.ts';
import { type PlanBlocker, showValue, type Value } from '../model/plan.ts';

/** A refusal of a thing as a whole, not of one of its fields. */
export function blocker(code: string, id: string, message: string, remedy: string): PlanBlocker {
  return { code, id, field: null, from: null, to: null, message, remedy };
}

/** The refusal to change what Vault cannot change; none when both values are the same. */
export function immutable(id: string, field: string, from: Value, to: Value, remedy: string): PlanBlocker[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  const message = `${id}: ${field} is ${showValue(from)} in Vault and ${showValue(to)} is declared, but Vault cannot change it.`;
  return [{ code: 'immutable_field', id, field, from, to, message, remedy }];
}

/** A provider holds keys that are to stay, so it cannot be deleted. */
export function providerInUse(id: string, staying: readonly string[], remedy: string): PlanBlocker {
  const message = `${id} holds keys that are to stay: ${staying.join(', ')}. Vault deletes only a provider without keys.`;
  return { code: 'provider_in_use', id, field: null, from: staying, to: null, message, remedy };
}

export function mountMissing(mount: MountPath): PlanBlocker {
  const id = mountId(mount);
  return blocker(
    'mount_missing',
    id,
    `${id}: no keymgmt engine is mounted there, or the token may not see it.`,
    'Check path and namespace, or set create_mount: true to enable the engine there.',
  );
}

/** A version is spoken of that the key does not have. */
export function versionNotThere(
  id: string,
  field: string,
  { latest, wanted }: { readonly latest: number; readonly wanted: number },
  remedy: string,
): PlanBlocker {
  const message = `${id}: ${field} speaks of version ${wanted}, but the latest version is ${latest}.`;
  return { code: 'version_not_there', id, field, from: latest, to: wanted, message, remedy };
}
