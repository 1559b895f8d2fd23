import type { Desired, DesiredMount, DesiredProvider, VerifySettings } from '../model/desired.ts';
import { type PermissionSet, permissionNeeds } from '../verify/permissions/sets.ts';
import { accountOf, parsePrincipal } from '../verify/principal.ts';

/** An IAM policy document, as AWS takes it. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface IamOptions {
  /** `null`: what Vault needs for the declared keys. */
  readonly sets: readonly PermissionSet[] | null;
  readonly depth: 'standard' | 'full';
  /** Who is judged where a provider does not say. */
  readonly settings: VerifySettings;
}

/**
 * What to attach in IAM: to Vault's principal exactly the actions of the permission sets, to the verifier what it
 * reads with. Two documents, since whoever verifies should be able to change nothing.
 *
 * Conditions go as far as Vault's requests bear them. `kms:KeyOrigin` keeps Vault to imported keys. Aliases are
 * named by their ARN; `kms:ResourceAliases` and `kms:RequestAlias` would not do, since a key has no alias before it
 * is imported, nor once it is rotated, and Vault's requests name keys by id. A condition on what a simulation is not
 * given, such as `kms:ReplicaRegion`, would leave the verifier's verdict open.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function iamPolicies(
  desired: Desired,
  options: IamOptions,
): { vault: PolicyDocument; verifier: PolicyDocument } {
  const scope = scopeOf(desired, options.settings);
  return {
    vault: document(vaultStatements(scope, options)),
    verifier: document(verifierStatements(scope, options)),
  };
}

/** What the declaration spans. */
interface Scope {
  /** The providers' regions. */
  readonly regions: readonly string[];
  readonly replica_regions: readonly string[];
  /** Of keys in all these regions, and of their aliases in the providers'. */
  readonly keys: readonly string[];
  readonly aliases: readonly string[];
  /** Who is judged; empty where nobody is named. */
  readonly principals: readonly string[];
  readonly asymmetric: boolean;
}

function scopeOf({ mounts }: Desired, common: VerifySettings): Scope {
  const providers = mounts.flatMap((mount) => mount.kms.map((provider) => ({ mount, provider })));
  const declared = mounts.flatMap(({ keys }) => keys.filter(({ kms }) => kms !== null));
  const places = providers.map(({ mount, provider }) => ({
    home: provider.key_collection,
    replicas: replicaRegions(mount, provider),
    account: accountFor(provider, common),
  }));
  const arns = (region: string, account: string, what: string) =>
    `arn:${partitionOf(region)}:kms:${region}:${account}:${what}`;
  return {
    regions: unique(places.map(({ home }) => home)),
    replica_regions: unique(places.flatMap(({ replicas }) => replicas)),
    keys: unique(
      places.flatMap(({ home, replicas, account }) =>
        [home, ...replicas].map((region) => arns(region, account, 'key/*')),
      ),
    ),
    aliases: unique(places.map(({ home, account }) => arns(home, account, 'alias/hashicorp/*'))),
    principals: unique(
      providers.flatMap(
        ({ provider: { verify } }) =>
          verify.principal_arn ?? common.principal_arn ?? verify.role_arn ?? common.role_arn ?? [],
      ),
    ),
    asymmetric: declared.some(({ type }) => type !== 'aes256-gcm96'),
  };
}

function vaultStatements(scope: Scope, { sets }: IamOptions): Statement[] {
  const chosen: readonly PermissionSet[] =
    sets ??
    (scope.replica_regions.length > 0 ? ['terraform', 'vault', 'multi_region'] : ['terraform', 'vault']);
  const needs = permissionNeeds(chosen, []);
  const actions = (which: (need: (typeof needs)[number]) => boolean) =>
    needs.filter(which).map(({ action }) => action);
  const imported = { 'kms:KeyOrigin': ['EXTERNAL'] };
  const home = { 'aws:RequestedRegion': scope.regions };
  const everywhere = { 'aws:RequestedRegion': unique([...scope.regions, ...scope.replica_regions]) };
  const creates = actions(({ action }) => action === 'kms:CreateKey');
  const finds = actions(({ action, resources }) => resources.includes('any') && action !== 'kms:CreateKey');
  const manages = actions(({ resources }) => resources.join() === 'key');
  const tags = actions(({ resources }) => resources.includes('new_key'));
  const names = actions(({ resources }) => resources.includes('alias'));
  return [
    statement('CreateKeysToImport', creates, ['*'], { StringEquals: { ...imported, ...everywhere } }),
    statement('FindAliases', finds, ['*'], { StringEquals: home }),
    statement('ManageImportedKeys', manages, scope.keys, { StringEquals: imported }),
    statement('TagKeys', tags, scope.keys),
    statement('NameKeys', names, [...scope.aliases, ...scope.keys]),
  ].filter(({ Action }) => Action.length > 0);
}

/** The verifier reads keys of any origin: a key that was not imported is what it has to find. */
function verifierStatements(scope: Scope, { depth }: IamOptions): Statement[] {
  const principals = scope.principals.length > 0 ? scope.principals : ['*'];
  const roles = principals.filter((arn) => arn === '*' || parsePrincipal(arn)?.kind === 'role');
  return [
    statement('FindAliases', ['kms:ListAliases'], ['*'], {
      StringEquals: { 'aws:RequestedRegion': scope.regions },
    }),
    statement(
      'ReadKeys',
      [
        'kms:DescribeKey',
        'kms:GetKeyPolicy',
        ...(scope.asymmetric ? ['kms:GetPublicKey'] : []),
        ...(depth === 'full' ? ['kms:ListKeyRotations'] : []),
      ],
      scope.keys,
    ),
    statement('JudgeVault', ['iam:SimulatePrincipalPolicy'], principals),
    ...(roles.length > 0 ? [statement('FindRoles', ['iam:GetRole'], roles)] : []),
  ];
}

function statement(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  Condition?: Statement['Condition'],
): Statement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

function document(Statement: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement };
}

function replicaRegions({ keys }: DesiredMount, { name }: DesiredProvider): string[] {
  return unique(keys.filter(({ kms }) => kms === name).flatMap((key) => key.replica_regions));
}

/** The account that the keys are in, as far as something declared names it; `*`: any. */
function accountFor({ verify }: DesiredProvider, common: VerifySettings): string {
  const principal = verify.principal_arn ?? common.principal_arn;
  return verify.account_id ?? common.account_id ?? (principal === null ? null : accountOf(principal)) ?? '*';
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}
