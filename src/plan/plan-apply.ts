import type { Desired, DesiredMount } from '../model/desired.ts';
import { mountId } from '../model/id.ts';
import type { Live, LiveMount } from '../model/live.ts';
import type { Notice, Plan } from '../model/plan.ts';
import { mountMissing } from './blockers.ts';
import { sealPlan } from './digest.ts';
import { planDistribution } from './plan-distribution.ts';
import { editionWithoutKeymgmt } from './plan-evidence.ts';
import { planKey } from './plan-key.ts';
import type { PlanOptions } from './plan-options.ts';
import { blockedPart, change, emptyPart, mergeParts, type PlanPart, plannedPart, step } from './plan-part.ts';
import { planProvider } from './plan-provider.ts';
import { planPrune, undeclaredIn } from './plan-removal.ts';

/**
 * The steps that bring Vault to the declaration. Pure: the same arguments give the same plan.
 *
 * @param live what {@link observe} read for the mounts of `desired`, in the same order
 */
export function planApply(desired: Desired, live: Live, options: PlanOptions): Plan {
  const whole = mergeParts(
    desired.mounts.map((mount, index) => planMount(mount, live.mounts[index]!, options)),
  );
  const undeclared = desired.mounts.flatMap((mount, index) => undeclaredIn(mount, live.mounts[index]!));
  return sealPlan({ ...whole, undeclared });
}

function planMount(mount: DesiredMount, live: LiveMount, options: PlanOptions): PlanPart {
  const edition = editionWithoutKeymgmt(options.evidence);
  if (live.missing && !mount.create_mount) return blockedPart(mountMissing(mount, edition));
  return mergeParts([
    live.missing ? planEngine(mount, edition) : emptyPart,
    ...mount.kms.map((provider) => planProvider(mount, live, provider, options)),
    ...mount.keys.map((key) => planKey(mount, live, key, options)),
    ...mount.keys.map((key) => planDistribution(mount, live, key, options.evidence)),
    options.prune ? planPrune(mount, live) : emptyPart,
  ]);
}

function planEngine(mount: DesiredMount, edition: string | null): PlanPart {
  const enable = step(
    'enable_mount',
    mountId(mount),
    [change('type', null, 'keymgmt')],
    'nothing is mounted there',
  );
  return plannedPart(enable, [...withoutEngine(mount, edition), ...newKeyMaterial(mount)]);
}

/** A server that is not Vault Enterprise may still have an engine of that name as a plugin, so this is no blocker. */
function withoutEngine(mount: DesiredMount, edition: string | null): Notice[] {
  if (edition === null) return [];
  const id = mountId(mount);
  const message = `${id}: this Vault is ${edition}, which has no keymgmt engine of its own, so enabling it will fail. keymgmt needs Vault Enterprise with the Advanced Data Protection module, or HCP Vault.`;
  return [{ code: 'enterprise_required', id, message }];
}

/** When an engine was removed, its keys are gone: keys created under their names have new key material. */
function newKeyMaterial(mount: DesiredMount): Notice[] {
  const keys = mount.keys.length;
  if (keys === 0) return [];
  const id = mountId(mount);
  const message = `${id}: no engine is mounted, so the ${keys} key(s) declared for it are created with new key material. If an engine was mounted there before, data encrypted with its keys cannot be decrypted with the new ones.`;
  return [{ code: 'new_key_material', id, message }];
}
