/** The lists of permissions that somebody asks for (contract 2.1). */
export const permissionSets = ['terraform', 'vault', 'multi_region'] as const;
export type PermissionSet = (typeof permissionSets)[number];

/** What an action is decided on: its own ARN kind, as the Service Authorization Reference has it. */
export type ResourceKind =
  /** No resource: `*`. */
  | 'any'
  | 'key'
  | 'alias'
  /** A key that is not there yet: what is tagged while it is created. */
  | 'new_key';

export interface PermissionNeed {
  readonly action: string;
  readonly needed_for: string;
  readonly sets: readonly PermissionSet[];
  readonly resources: readonly ResourceKind[];
}

/**
 * Every action that one of the sets asks for, once.
 *
 * `terraform`: the nine of the document of `vault_keymgmt_aws_kms`. `vault`: HashiCorp's minimum for AWS KMS,
 * eleven. `multi_region`: what replication takes in addition.
 *
 * Sources: https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms and
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
const catalogue: readonly PermissionNeed[] = [
  need('kms:CreateKey', 'Creating the KMS key of each version.', ['terraform', 'vault'], ['any']),
  need('kms:DescribeKey', 'Reading what a KMS key is.', ['terraform', 'multi_region'], ['key']),
  need('kms:GetPublicKey', 'Reading the public key of asymmetric keys.', ['terraform'], ['key']),
  need('kms:GetParametersForImport', 'Getting the wrapping key for the import.', ['vault'], ['key']),
  need('kms:ImportKeyMaterial', "Importing Vault's key material.", ['vault'], ['key']),
  need('kms:EnableKey', 'Enabling versions when min_enabled_version is lowered.', ['vault'], ['key']),
  need('kms:DisableKey', 'Disabling versions below min_enabled_version.', ['vault'], ['key']),
  need('kms:ScheduleKeyDeletion', 'Removing a distribution.', ['terraform', 'vault'], ['key']),
  need('kms:ListAliases', 'Finding the aliases of distributed keys.', ['terraform', 'vault'], ['any']),
  need('kms:CreateAlias', 'Naming a distributed key.', ['terraform', 'vault'], ['alias', 'key']),
  need('kms:UpdateAlias', 'Moving the alias at a rotation.', ['vault'], ['alias', 'key']),
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
  need('kms:ReplicateKey', 'Replicating a multi-region key.', ['multi_region'], ['key']),
];

function need(
  action: string,
  needed_for: string,
  sets: readonly PermissionSet[],
  resources: readonly ResourceKind[],
): PermissionNeed {
  return { action, needed_for, sets, resources };
}

/**
 * The needs of the chosen sets and of further actions, each once, in the catalogue's order.
 *
 * @param actions further actions, such as `kms:Encrypt`; they are decided on the distributed keys
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
  const further = [...new Set(actions)]
    .filter((action) => !covered.has(action.toLowerCase()))
    .map((action) => need(action, 'Asked for by the caller.', [], ['key']));
  return [...known, ...further];
}

/** The action names of the chosen sets: what an IAM policy for Vault's principal grants. */
export function actionsOf(sets: readonly PermissionSet[]): string[] {
  return permissionNeeds(sets, []).map(({ action }) => action);
}

/** What an import takes and the Terraform document's list lacks. */
export const missingFromTerraform: readonly string[] = catalogue
  .filter(({ sets }) => sets.includes('vault') && !sets.includes('terraform'))
  .map(({ action }) => action);
