import { kmsAction, spelled } from './kms-actions.ts';

/** The lists of permissions that can be asked for. */
export const permissionSets = ['terraform', 'vault', 'multi_region'] as const;
export type PermissionSet = (typeof permissionSets)[number];

/** What an action is decided on. */
export type ResourceKind =
  /** No resource: `*`. */
  | 'any'
  /** A KMS key that is there. */
  | 'key'
  | 'alias'
  /** The KMS key of the next version, which is another one than those that are there. */
  | 'new_key';

export interface PermissionNeed {
  readonly action: string;
  readonly needed_for: string;
  readonly sets: readonly PermissionSet[];
  readonly resources: readonly ResourceKind[];
  /** Also needed in the replica regions, where replication makes a KMS key and imports its material. */
  readonly in_replicas: boolean;
}

/**
 * Every action of the sets, once.
 *
 * `terraform`: the nine that the documentation of `vault_keymgmt_aws_kms` lists. `vault`: HashiCorp's minimum for AWS
 * KMS, eleven. `multi_region`: those that replication needs as well.
 *
 * Sources: https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms and
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
const catalogue: readonly PermissionNeed[] = [
  need('kms:CreateKey', 'Creating the KMS key of each version.', ['terraform', 'vault'], ['any']),
  need('kms:DescribeKey', 'Reading what a KMS key is.', ['terraform', 'multi_region'], ['key']),
  need('kms:GetPublicKey', 'Reading the public key of asymmetric keys.', ['terraform'], ['key']),
  need(
    'kms:GetParametersForImport',
    'Getting the wrapping key for the import.',
    ['vault'],
    ['new_key', 'key'],
  ),
  need('kms:ImportKeyMaterial', "Importing Vault's key material.", ['vault'], ['new_key', 'key']),
  need('kms:EnableKey', 'Enabling versions when min_enabled_version is lowered.', ['vault'], ['key']),
  need('kms:DisableKey', 'Disabling versions below min_enabled_version.', ['vault'], ['key']),
  need('kms:ScheduleKeyDeletion', 'Removing a distribution.', ['terraform', 'vault'], ['key']),
  need('kms:ListAliases', 'Finding the aliases of distributed keys.', ['terraform', 'vault'], ['any']),
  need('kms:CreateAlias', 'Naming a distributed key.', ['terraform', 'vault'], ['alias', 'new_key', 'key']),
  need('kms:UpdateAlias', 'Moving the alias at a rotation.', ['vault'], ['alias', 'new_key', 'key']),
  need(
    'kms:DeleteAlias',
    'Removing the alias with the distribution.',
    ['terraform', 'vault'],
    ['alias', 'key'],
  ),
  need(
    'kms:TagResource',
    'Tagging KMS keys, also while they are created.',
    ['terraform', 'vault'],
    ['new_key', 'key'],
  ),
  need('kms:UntagResource', 'Removing tags from KMS keys.', ['terraform'], ['key']),
  need('kms:ReplicateKey', 'Replicating a multi-region key.', ['multi_region'], ['new_key', 'key']),
];

function need(
  action: string,
  needed_for: string,
  sets: readonly PermissionSet[],
  resources: readonly ResourceKind[],
): PermissionNeed {
  const in_replicas = /:(CreateKey|GetParametersForImport|ImportKeyMaterial)$/.test(action);
  return { action, needed_for, sets, resources, in_replicas };
}

/**
 * The needs of the chosen sets and of further actions, each once, in the catalogue's order.
 *
 * @param actions further actions of KMS, such as `kms:Encrypt`; each is decided on the kind of resource that it takes
 */
export function permissionNeeds(
  sets: readonly PermissionSet[],
  actions: readonly string[],
): readonly PermissionNeed[] {
  const wanted = new Set(actions.map((action) => action.toLowerCase()));
  const known = catalogue
    .filter(
      ({ action, sets: of }) => of.some((set) => sets.includes(set)) || wanted.has(action.toLowerCase()),
    )
    .map((entry) => ({ ...entry, sets: entry.sets.filter((set) => sets.includes(set)) }));
  const covered = new Set(known.map(({ action }) => action.toLowerCase()));
  const further = [...new Set(actions.map(spelled))]
    .filter((action) => !covered.has(action.toLowerCase()))
    .map((action) => need(action, 'Asked for by the caller.', [], kindsOf(action)));
  return [...known, ...further];
}

function kindsOf(action: string): readonly ResourceKind[] {
  const resources = kmsAction(action)?.resources ?? ['key'];
  return resources.length === 0 ? ['any'] : resources;
}

/** The action names of the chosen sets: what an IAM policy for Vault's principal grants. */
export function actionsOf(sets: readonly PermissionSet[]): string[] {
  return permissionNeeds(sets, []).map(({ action }) => action);
}

/** The actions that an import takes and the Terraform document does not list. */
export const missingFromTerraform: readonly string[] = catalogue
  .filter(({ sets }) => sets.includes('vault') && !sets.includes('terraform'))
  .map(({ action }) => action);
