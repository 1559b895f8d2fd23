import type { Desired, DesiredMount } from '../model/desired.ts';
import { distributionId, keyId, mountId, providerId } from '../model/id.ts';

/** The commands that a Vault token can be issued for. */
export const jobs = ['plan', 'apply', 'rotate', 'destroy', 'verify'] as const;
export type VaultJob = (typeof jobs)[number];

type Capability = 'create' | 'read' | 'update' | 'delete' | 'list';

/** What a policy allows on one path. */
export interface VaultRule {
  readonly path: string;
  readonly capabilities: readonly Capability[];
}

/**
 * The least-privilege Vault policy of each command for the declared objects, as HCL for the connection's namespace.
 * The token also needs Vault's `default` policy, which lets it revoke itself and read its own capabilities.
 *
 * @param prune whether `apply` may also read and remove undeclared providers and distributions of the declared mounts
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/policies
 */
export function vaultPolicies(desired: Desired, prune: boolean): Record<VaultJob, string> {
  const rules = vaultRules(desired, prune);
  return Object.fromEntries(jobs.map((job) => [job, hcl(rules[job])])) as Record<VaultJob, string>;
}

/** What each job needs on what is declared: one rule per path. */
export function vaultRules(desired: Desired, prune: boolean): Record<VaultJob, VaultRule[]> {
  const rulesOf = (job: VaultJob) =>
    desired.mounts.flatMap((mount) => [
      ...rulesFor[job](mount),
      ...(prune && job === 'apply' ? pruning(mount) : []),
    ]);
  return Object.fromEntries(jobs.map((job) => [job, merge(rulesOf(job))])) as Record<VaultJob, VaultRule[]>;
}

/** The requests of each command on one mount: those of `observe/`, and the writes of the plan's steps. */
const rulesFor: Readonly<Record<VaultJob, (mount: DesiredMount) => VaultRule[]>> = {
  plan: observe,
  verify: observe,
  apply: (mount) => [
    ...observe(mount),
    ...(mount.create_mount ? [rule(`${prefix(mount)}sys/mounts/${mount.path}`, 'create', 'update')] : []),
    ...mount.kms.map(({ name }) => rule(providerId(mount, name), 'create', 'update')),
    ...mount.keys.map(({ name }) => rule(keyId(mount, name), 'create', 'update')),
    ...distributions(mount).map((id) => rule(id, 'create', 'update')),
    ...distributions(mount, (key) => key.replica_regions.length > 0).map((id) =>
      rule(`${id}/replicate`, 'create', 'update'),
    ),
  ],
  rotate: (mount) => [
    ...observe(mount),
    ...mount.keys.map(({ name }) => rule(`${keyId(mount, name)}/rotate`, 'create', 'update')),
  ],
  destroy: (mount) => [
    ...observe(mount),
    ...distributions(mount).map((id) => rule(id, 'delete')),
    ...mount.kms.map(({ name }) => rule(providerId(mount, name), 'delete')),
  ],
};

function observe(mount: DesiredMount): VaultRule[] {
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
    ...distributions(mount).map((id) => rule(id, 'read')),
  ];
}

/**
 * Undeclared objects have no names here: `+` stands for one part of a path, and Vault prefers the exact rules. A LIST has a
 * slash at its end, which Vault leaves out only where it looks for an exact rule.
 */
function pruning(mount: DesiredMount): VaultRule[] {
  const at = mountId(mount);
  return [
    rule(`${at}/kms/+`, 'read', 'delete'),
    rule(`${at}/kms/+/key/`, 'list'),
    rule(`${at}/kms/+/key/+`, 'read', 'delete'),
  ];
}

function distributions(
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

/** One rule per path: of two rules for one path, Vault applies only the last. */
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
