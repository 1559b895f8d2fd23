import type { Desired, DesiredMount } from '../model/desired.ts';
import { distributionId, keyId, mountId, providerId } from '../model/id.ts';

/** The jobs that a token may be made for. */
export const jobs = ['plan', 'apply', 'rotate', 'destroy', 'verify'] as const;
export type VaultJob = (typeof jobs)[number];

type Capability = 'create' | 'read' | 'update' | 'delete' | 'list';

/** What a policy allows on one path. */
export interface VaultRule {
  readonly path: string;
  readonly capabilities: readonly Capability[];
}

/**
 * The least Vault policy for each job on what is declared, as HCL to be written in the connection's namespace.
 * The token needs Vault's `default` policy besides, which lets it revoke itself and ask what it may do; to prune, it
 * needs read, list and delete on what nobody declares, which is not known here.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/policies
 */
export function vaultPolicies(desired: Desired): Record<VaultJob, string> {
  const rules = vaultRules(desired);
  return Object.fromEntries(jobs.map((job) => [job, hcl(rules[job])])) as Record<VaultJob, string>;
}

/** What each job needs on what is declared: one rule per path. */
export function vaultRules(desired: Desired): Record<VaultJob, VaultRule[]> {
  return Object.fromEntries(
    jobs.map((job) => [job, merge(desired.mounts.flatMap((mount) => rulesFor[job](mount)))]),
  ) as Record<VaultJob, VaultRule[]>;
}

/** What each job asks of a mount: the requests of `reconcile/observe.ts`, and the writes of its steps. */
const rulesFor: Readonly<Record<VaultJob, (mount: DesiredMount) => VaultRule[]>> = {
  plan: observing,
  verify: observing,
  apply: (mount) => [
    ...observing(mount),
    ...(mount.create_mount ? [rule(`${prefix(mount)}sys/mounts/${mount.path}`, 'create', 'update')] : []),
    ...mount.kms.map(({ name }) => rule(providerId(mount, name), 'create', 'update')),
    ...mount.keys.map(({ name }) => rule(keyId(mount, name), 'create', 'update')),
    ...placed(mount).map((id) => rule(id, 'create', 'update')),
    ...placed(mount, (key) => key.replica_regions.length > 0).map((id) =>
      rule(`${id}/replicate`, 'create', 'update'),
    ),
  ],
  rotate: (mount) => [
    ...observing(mount),
    ...mount.keys.map(({ name }) => rule(`${keyId(mount, name)}/rotate`, 'create', 'update')),
  ],
  destroy: (mount) => [
    ...observing(mount),
    ...placed(mount).map((id) => rule(id, 'delete')),
    ...mount.kms.map(({ name }) => rule(providerId(mount, name), 'delete')),
  ],
};

function observing(mount: DesiredMount): VaultRule[] {
  return [
    rule(`${mountId(mount)}/key`, 'list'),
    rule(`${mountId(mount)}/kms`, 'list'),
    ...mount.kms.flatMap(({ name }) => [
      rule(providerId(mount, name), 'read'),
      rule(`${providerId(mount, name)}/key`, 'list'),
    ]),
    ...mount.keys.flatMap(({ name, kms }) => [
      rule(keyId(mount, name), 'read'),
      ...(kms === null ? [] : [rule(`${keyId(mount, name)}/kms`, 'list')]),
    ]),
    ...placed(mount).map((id) => rule(id, 'read')),
  ];
}

function placed(
  mount: DesiredMount,
  which: (key: DesiredMount['keys'][number]) => boolean = () => true,
): string[] {
  return mount.keys.flatMap((key) =>
    key.kms === null || !which(key) ? [] : [distributionId(mount, key.kms, key.name)],
  );
}

function prefix({ namespace }: DesiredMount): string {
  return namespace === '' ? '' : `${namespace}/`;
}

function rule(path: string, ...capabilities: Capability[]): VaultRule {
  return { path, capabilities };
}

/** One rule a path, since Vault lets the last of two win. */
function merge(rules: readonly VaultRule[]): VaultRule[] {
  const byPath = new Map<string, Set<Capability>>();
  for (const { path, capabilities } of rules) {
    const known = byPath.get(path) ?? new Set();
    for (const capability of capabilities) known.add(capability);
    byPath.set(path, known);
  }
  return [...byPath].map(([path, capabilities]) => ({ path, capabilities: [...capabilities] }));
}

function hcl(rules: readonly VaultRule[]): string {
  return rules
    .map(
      ({ path, capabilities }) =>
        `path ${JSON.stringify(path)} {\n  capabilities = ${JSON.stringify(capabilities).replaceAll(',', ', ')}\n}\n`,
    )
    .join('\n');
}
