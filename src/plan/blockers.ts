import type { BlockerCode } from '../model/codes/catalogue.ts';
import { type MountPath, mountId } from '../model/id.ts';
import { type PlanBlocker, showValue, type Value } from '../model/plan.ts';

/** A blocker that concerns a whole object, not one of its fields. */
export function blocker(code: BlockerCode, id: string, message: string, remedy: string): PlanBlocker {
  return { code, id, field: null, from: null, to: null, message, remedy };
}

/** A change to a field that Vault cannot change; no blocker when both values are the same. */
export function immutable(id: string, field: string, from: Value, to: Value, remedy: string): PlanBlocker[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  const message = `${id}: ${field} is ${showValue(from)} in Vault and ${showValue(to)} is declared, and Vault cannot change it.`;
  return [{ code: 'immutable_field', id, field, from, to, message, remedy }];
}

/** A provider still holds keys, so Vault would not delete it. */
export function providerInUse(id: string, staying: readonly string[], remedy: string): PlanBlocker {
  const message = `${id} still holds ${staying.join(', ')}: Vault deletes only a provider without keys.`;
  return { code: 'provider_in_use', id, field: null, from: staying, to: null, message, remedy };
}

/** @param edition of a Vault without the engine, such as `1.21.0, Vault Community or OpenBao`; `null`: any other */
export function mountMissing(mount: MountPath, edition: string | null = null): PlanBlocker {
  const id = mountId(mount);
  if (edition !== null) {
    return blocker(
      'enterprise_required',
      id,
      `${id}: this Vault is ${edition}, which has no keymgmt engine.`,
      'Use Vault Enterprise with the Advanced Data Protection module, or HCP Vault. For tests, `npm run emulator` has the engine.',
    );
  }
  return blocker(
    'mount_missing',
    id,
    `${id}: no keymgmt engine is mounted there, or the token may not see it.`,
    'Check path and namespace, or set create_mount: true to enable the engine there.',
  );
}

/** A field names a version that the key does not have. */
export function versionNotThere(
  id: string,
  field: string,
  { latest, wanted }: { readonly latest: number; readonly wanted: number },
  remedy: string,
): PlanBlocker {
  const message = `${id}: ${field} is ${wanted}, but the latest version is ${latest}.`;
  return { code: 'version_not_there', id, field, from: latest, to: wanted, message, remedy };
}
