import { parsePrincipal } from '../model/principal.ts';
import { type PermissionSet, permissionNeeds } from '../verify/permissions/permission-sets.ts';

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

/** Where policies hold. */
export interface PolicyScope {
  /** The providers' regions; empty: any. */
  readonly regions: readonly string[];
  readonly replica_regions: readonly string[];
  /** The ARNs of keys in all these regions, and of their aliases in the providers'. */
  readonly keys: readonly string[];
  readonly aliases: readonly string[];
  /** Who is judged; empty where nobody is named. */
  readonly principals: readonly string[];
  /** Some key has a public key to be compared. */
  readonly asymmetric: boolean;
}

/**
 * What Vault's principal needs: exactly the actions of the permission sets, as far as its requests bear conditions.
 *
 * `kms:KeyOrigin` keeps Vault to imported keys. Aliases are named by their ARN; `kms:ResourceAliases` and
 * `kms:RequestAlias` would not do, since a key has no alias before it is imported, nor once it is rotated, and
 * Vault's requests name keys by id. A condition on what a simulation is not given, such as `kms:ReplicaRegion`,
 * would leave the verifier's verdict open.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function vaultPolicy(scope: PolicyScope, sets: readonly PermissionSet[]): PolicyDocument {
  const needs = permissionNeeds(sets, []);
  const actions = (which: (need: (typeof needs)[number]) => boolean) =>
    needs.filter(which).map(({ action }) => action);
  const imported = { 'kms:KeyOrigin': ['EXTERNAL'] };
  const creates = actions(({ action }) => action === 'kms:CreateKey');
  const finds = actions(({ action, resources }) => resources.includes('any') && action !== 'kms:CreateKey');
  const manages = actions(({ resources }) => resources.join() === 'key');
  const tags = actions(({ resources }) => resources.includes('new_key'));
  const names = actions(({ resources }) => resources.includes('alias'));
  return document([
    statement('CreateKeysToImport', creates, ['*'], {
      ...imported,
      ...requested(scope.regions, scope.replica_regions),
    }),
    statement('FindAliases', finds, ['*'], requested(scope.regions)),
    statement('ManageImportedKeys', manages, scope.keys, imported),
    statement('TagKeys', tags, scope.keys),
    statement('NameKeys', names, [...scope.aliases, ...scope.keys]),
  ]);
}

/**
 * What the one who looks needs to judge keys and Vault's principal; it can change nothing, and use no key. It reads
 * keys of any origin: a key that was not imported is what it has to find.
 *
 * @param history also what CloudTrail remembers
 */
export function verifierPolicy(
  scope: PolicyScope,
  { depth, history }: { readonly depth: 'standard' | 'full'; readonly history: boolean },
): PolicyDocument {
  const principals = scope.principals.length > 0 ? scope.principals : ['*'];
  const roles = principals.filter((arn) => arn === '*' || parsePrincipal(arn)?.kind === 'role');
  const finds = ['kms:ListAliases', ...(depth === 'full' ? ['kms:ListKeys'] : [])];
  const reads = [
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
    ...(scope.asymmetric ? ['kms:GetPublicKey'] : []),
    ...(depth === 'full' ? ['kms:ListKeyRotations'] : []),
  ];
  return document([
    statement('FindKeys', finds, ['*'], requested(scope.regions)),
    statement('ReadKeys', reads, scope.keys),
    statement('AuditVault', ['iam:SimulatePrincipalPolicy'], principals),
    statement('FindRoles', roles.length > 0 ? ['iam:GetRole'] : [], roles),
    statement('ReadHistory', history ? ['cloudtrail:LookupEvents'] : [], ['*']),
  ]);
}

/** A condition on the region of the request; none where any will do. */
function requested(regions: readonly string[], further: readonly string[] = []): Record<string, string[]> {
  return regions.length === 0 ? {} : { 'aws:RequestedRegion': [...new Set([...regions, ...further])] };
}

function statement(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  equals: Readonly<Record<string, readonly string[]>> = {},
): Statement {
  const conditional = Object.keys(equals).length > 0;
  return {
    Sid,
    Effect: 'Allow',
    Action,
    Resource,
    ...(conditional ? { Condition: { StringEquals: equals } } : {}),
  };
}

function document(statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements.filter(({ Action }) => Action.length > 0) };
}
