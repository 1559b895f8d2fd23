import type { Desired, DesiredMount } from '../model/desired.ts';
import { mountId } from '../model/id.ts';
import type { Live, LiveMount } from '../model/live.ts';
import type { Notice, Plan } from '../model/plan.ts';
import { sealPlan } from './digest.ts';
import { change, nothing, type Part, planned, refused, step, together } from './part.ts';
import { planDistribution } from './plan-distribution.ts';
import { planKey } from './plan-key.ts';
import { planProvider } from './plan-provider.ts';
import { mountMissing } from './refusals.ts';
import { planPrune, undeclaredIn } from './remove.ts';
import type { Sight } from './sight.ts';

export interface PlanOptions {
  /** Take what nobody declares out of the declared mounts. */
  readonly prune: boolean;
  /** Whether declared credentials are written again to a provider that exists. */
  readonly update_credentials: 'always' | 'on_create';
  /** Keys past their `rotate_after` at this time are noticed. */
  readonly now: Date;
  /** What proving the declared credentials brought out; it counts where they would be written. */
  readonly credentials: Pick<Part, 'refusals' | 'notices'>;
  /** What AWS and Vault say beyond the engine itself. */
  readonly sight: Sight;
}

/**
 * What has to be done so that Vault is as declared. Pure: the same arguments give the same plan.
 *
 * @param live what {@link observe} read for the mounts of `desired`, in the same order
 */
export function plan(desired: Desired, live: Live, options: PlanOptions): Plan {
  const whole = together(
    desired.mounts.map((mount, index) => planMount(mount, live.mounts[index]!, options)),
  );
  const undeclared = desired.mounts.flatMap((mount, index) => undeclaredIn(mount, live.mounts[index]!));
  return sealPlan({ ...whole, undeclared });
}

function planMount(mount: DesiredMount, live: LiveMount, options: PlanOptions): Part {
  if (live.missing && !mount.create_mount) return refused(mountMissing(mount));
  return together([
    live.missing ? planEngine(mount) : nothing,
    ...mount.kms.map((provider) => planProvider(mount, live, provider, options)),
    ...mount.keys.map((key) => planKey(mount, live, key, options)),
    ...mount.keys.map((key) => planDistribution(mount, live, key, options.sight)),
    options.prune ? planPrune(mount, live) : nothing,
  ]);
}

function planEngine(mount: DesiredMount): Part {
  const enable = step(
    'enable_mount',
    mountId(mount),
    [change('type', null, 'keymgmt')],
    'nothing is mounted there',
  );
  return planned(enable, newKeyMaterial(mount));
}

/** An engine that vanished takes its keys along: what is created under their names is not them. */
function newKeyMaterial(mount: DesiredMount): Notice[] {
  const keys = mount.keys.length;
  if (keys === 0) return [];
  const id = mountId(mount);
  const message = `${id} is not there: its ${keys} declared keys will be created with new key material. If the engine was there before, what its keys encrypted can't be read with the new ones.`;
  return [{ code: 'new_key_material', id, message }];
}
