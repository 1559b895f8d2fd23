import type { Desired, DesiredKey, DesiredMount, DesiredProvider } from '../model/desired.ts';
import { distributionId, keyId, mountId, providerId } from '../model/id.ts';
import type { Live, LiveKey, LiveMount, LiveProvider } from '../model/live.ts';
import {
  type Change,
  type Notice,
  type Plan,
  type Refusal,
  type Step,
  showValue,
  type Value,
} from '../model/plan.ts';
import { sealPlan } from './digest.ts';
import { planPrune, undeclaredIn } from './remove.ts';

export interface PlanOptions {
  /** Take what nobody declares out of the declared mounts. */
  readonly prune: boolean;
  /** Whether declared credentials are written again to a provider that exists. */
  readonly update_credentials: 'always' | 'on_create';
  /** Keys past their `rotate_after` at this time are noticed. */
  readonly now: Date;
  /** What proving the declared credentials brought out; it counts where they would be written. */
  readonly credentials: Pick<Part, 'refusals' | 'notices'>;
}

/** The parts of a plan that concern one thing. */
interface Part {
  readonly steps: readonly Step[];
  readonly refusals: readonly Refusal[];
  readonly notices: readonly Notice[];
}

/**
 * What has to be done so that Vault is as declared. Pure: the same arguments give the same plan.
 *
 * @param live what {@link observe} read for the mounts of `desired`, in the same order
 */
export function plan(desired: Desired, live: Live, options: PlanOptions): Plan {
  const parts = desired.mounts.map((mount, index) => planMount(mount, live.mounts[index]!, options));
  return sealPlan({
    steps: parts.flatMap((part) => part.steps),
    refusals: parts.flatMap((part) => part.refusals),
    undeclared: desired.mounts.flatMap((mount, index) => undeclaredIn(mount, live.mounts[index]!)),
    notices: parts.flatMap((part) => part.notices),
  });
}

function planMount(mount: DesiredMount, live: LiveMount, options: PlanOptions): Part {
  const parts = [
    planEngine(mount, live),
    ...mount.kms.map((provider) => planProvider(mount, live, provider, options)),
    ...mount.keys.map((key) => planKey(mount, live, key, options)),
    ...mount.keys.map((key) => planDistribution(mount, live, key)),
    options.prune ? { ...nothing, ...planPrune(mount, live) } : nothing,
  ];
  return {
    steps: parts.flatMap((part) => part.steps),
    refusals: parts.flatMap((part) => part.refusals),
    notices: parts.flatMap((part) => part.notices),
  };
}

function planEngine(mount: DesiredMount, live: LiveMount): Part {
  const id = mountId(mount);
  if (!live.missing) return nothing;
  if (!mount.create_mount) {
    return refused({
      code: 'mount_missing',
      id,
      field: null,
      from: null,
      to: null,
      message: `${id}: no keymgmt engine is mounted there, or the token may not see it.`,
      remedy: 'Check path and namespace, or set create_mount: true to enable the engine there.',
    });
  }
  const keys = mount.keys.length;
  return {
    steps: [step('enable_mount', id, [change('type', null, 'keymgmt')], 'nothing is mounted there')],
    refusals: [],
    notices:
      keys === 0
        ? []
        : [
            {
              code: 'new_key_material',
              id,
              message: `${id} is not there: its ${keys} declared keys will be created with new key material. If the engine was there before, what its keys encrypted can't be read with the new ones.`,
            },
          ],
  };
}

function planProvider(
  mount: DesiredMount,
  live: LiveMount,
  provider: DesiredProvider,
  options: PlanOptions,
): Part {
  const id = providerId(mount, provider.name);
  const existing = findProvider(live, provider.name);
  if (existing === undefined) {
    const changes = [
      change('provider', null, provider.provider),
      change('key_collection', null, provider.key_collection),
      ...(provider.credentials === null ? [] : [change('credentials', null, '(as declared)')]),
    ];
    return {
      steps: [
        step('register_provider', id, changes, 'the KMS provider is not registered', needsMount(mount, live)),
      ],
      ...credentialFindings(id, options),
    };
  }
  const refusals = [
    ...immutable(id, 'provider', existing.provider, provider.provider, providerWayOut),
    ...immutable(id, 'key_collection', existing.key_collection, provider.key_collection, providerWayOut),
  ];
  if (provider.credentials === null || options.update_credentials === 'on_create') {
    return { steps: [], refusals, notices: [] };
  }
  const { refusals: unproved, notices } = credentialFindings(id, options);
  const rewritten = change('credentials', '(not readable)', '(as declared)');
  const reason = 'Vault never gives credentials back, so they are written again';
  return {
    steps: [step('refresh_credentials', id, [rewritten], reason)],
    refusals: [...refusals, ...unproved],
    notices,
  };
}

function credentialFindings(id: string, { credentials }: PlanOptions): Pick<Part, 'refusals' | 'notices'> {
  return {
    refusals: credentials.refusals.filter((refusal) => refusal.id === id),
    notices: credentials.notices.filter((notice) => notice.id === id),
  };
}

function planKey(mount: DesiredMount, live: LiveMount, key: DesiredKey, options: PlanOptions): Part {
  const id = keyId(mount, key.name);
  const existing = findKey(live, key.name);
  if (existing === undefined) {
    const changes = [
      change('type', null, key.type),
      ...(key.replica_regions.length === 0 ? [] : [change('replica_regions', null, key.replica_regions)]),
      ...settingChanges(key, freshKey),
    ];
    return {
      steps: [step('create_key', id, changes, 'the key is not in Vault', needsMount(mount, live))],
      refusals: versionRefusals(id, key, freshKey),
      notices: [],
    };
  }
  const changes = settingChanges(key, existing);
  const disables =
    key.min_enabled_version !== null && key.min_enabled_version > Math.max(existing.min_enabled_version, 1);
  return {
    steps:
      changes.length === 0
        ? []
        : [
            {
              ...step('update_key', id, changes, 'the key differs from what is declared'),
              disruptive: disables,
            },
          ],
    refusals: [
      ...immutable(id, 'type', existing.type, key.type, keyWayOut),
      ...immutable(
        id,
        'replica_regions',
        [...existing.replica_regions].sort(),
        [...key.replica_regions].sort(),
        keyWayOut,
      ),
      ...versionRefusals(id, key, existing),
    ],
    notices: rotationNotices(id, key, existing, options.now),
  };
}

function planDistribution(mount: DesiredMount, live: LiveMount, key: DesiredKey): Part {
  if (key.kms === null) return nothing;
  const id = distributionId(mount, key.kms, key.name);
  const existing = findProvider(live, key.kms)?.distributions.find((record) => record.key === key.name);
  if (existing !== undefined) {
    return {
      steps: [],
      refusals: [
        ...immutable(id, 'purpose', existing.purpose, key.purpose, distributionWayOut(id)),
        ...immutable(id, 'protection', existing.protection, key.protection, distributionWayOut(id)),
      ],
      notices: [],
    };
  }
  const elsewhere = findKey(live, key.name)?.elsewhere ?? [];
  if (elsewhere.length > 0) {
    const holder = distributionId(mount, elsewhere[0]!, key.name);
    return refused({
      code: 'key_on_another_provider',
      id,
      field: 'kms',
      from: elsewhere.length === 1 ? elsewhere[0]! : elsewhere,
      to: key.kms,
      message: `${keyId(mount, key.name)} is on the KMS provider ${elsewhere.join(', ')}, and a key can be on one provider only; declared is ${key.kms}.`,
      remedy: `Declare kms: ${elsewhere[0]}; or, on purpose, take the key out of there first (destroy, or prune with confirm: ${holder}), then apply.`,
    });
  }
  const changes = [change('purpose', null, key.purpose), change('protection', null, key.protection)];
  const needs = [
    ...(findProvider(live, key.kms) === undefined ? [providerId(mount, key.kms)] : []),
    ...(findKey(live, key.name) === undefined ? [keyId(mount, key.name)] : []),
  ];
  return planned(step('distribute', id, changes, `the key is not in ${key.kms}`, needs));
}

/** What Vault gives a key that was just created. */
const freshKey = { deletion_allowed: false, min_enabled_version: 1, latest_version: 1 } as const;

type KeySettings = Pick<LiveKey, 'deletion_allowed' | 'min_enabled_version' | 'latest_version'>;

function settingChanges(key: DesiredKey, existing: KeySettings): Change[] {
  return (['deletion_allowed', 'min_enabled_version'] as const)
    .filter((field) => key[field] !== null && key[field] !== existing[field])
    .map((field) => change(field, existing[field], key[field]));
}

function versionRefusals(id: string, key: DesiredKey, { latest_version }: KeySettings): Refusal[] {
  if (key.min_enabled_version === null || key.min_enabled_version <= latest_version) return [];
  return [
    {
      code: 'version_not_there',
      id,
      field: 'min_enabled_version',
      from: latest_version,
      to: key.min_enabled_version,
      message: `${id}: min_enabled_version ${key.min_enabled_version} is declared, but the latest version is ${latest_version}, so no version would be enabled.`,
      remedy: 'Rotate the key first, or declare a version that exists.',
    },
  ];
}

function rotationNotices(id: string, key: DesiredKey, existing: LiveKey, now: Date): Notice[] {
  const created = Date.parse(existing.versions[existing.latest_version]?.creation_time ?? '');
  if (key.rotate_after === null || Number.isNaN(created) || now.getTime() - created < key.rotate_after)
    return [];
  return [
    {
      code: 'rotation_due',
      id,
      message: `${id}: version ${existing.latest_version} was created on ${new Date(created).toISOString()} and is past its rotate_after. The rotate command rotates it.`,
    },
  ];
}

const providerWayOut =
  'Declare what Vault has; or register a second provider under another name and move keys on purpose: destroy, then apply.';
const keyWayOut = 'Declare what Vault has, or create a key under another name.';
function distributionWayOut(id: string): string {
  return `Declare what Vault has; or, on purpose, take the key out of the KMS (destroy, or leave it undeclared once with prune: true and confirm: ${id}), then apply.`;
}

function immutable(id: string, field: string, from: Value, to: Value, remedy: string): Refusal[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  return [
    {
      code: 'immutable_field',
      id,
      field,
      from,
      to,
      message: `${id}: ${field} is ${showValue(from)} in Vault and ${showValue(to)} is declared, but Vault cannot change it.`,
      remedy,
    },
  ];
}

function needsMount(mount: DesiredMount, live: LiveMount): string[] {
  return live.missing ? [mountId(mount)] : [];
}

function findProvider(live: LiveMount, name: string): LiveProvider | undefined {
  return live.kms.find((provider) => provider.name === name);
}

function findKey(live: LiveMount, name: string): LiveKey | undefined {
  return live.keys.find((key) => key.name === name);
}

const nothing: Part = { steps: [], refusals: [], notices: [] };

function planned(only: Step): Part {
  return { ...nothing, steps: [only] };
}

function refused(refusal: Refusal): Part {
  return { ...nothing, refusals: [refusal] };
}

function change(field: string, from: Value, to: Value): Change {
  return { field, from, to };
}

function step(
  op: Step['op'],
  id: string,
  changes: readonly Change[],
  reason: string,
  depends_on: readonly string[] = [],
): Step {
  return { op, id, changes, reason, disruptive: false, depends_on };
}
