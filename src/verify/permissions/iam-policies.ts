import type { PermissionSet } from './sets.ts';
import { permissionNeeds } from './sets.ts';

/** An IAM policy document, ready to be printed. */
export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
  }[];
}

/** Where a policy holds; `*` for any. */
export interface PolicyScope {
  readonly partition: string;
  readonly region: string;
  readonly account_id: string;
}

/**
 * What Vault's principal needs: exactly the actions of the sets, each on the resources it is decided on, so that
 * what it grants is what the verifier asks for.
 */
export function vaultIamPolicy(sets: readonly PermissionSet[], scope: PolicyScope): IamPolicy {
  const needs = permissionNeeds(sets, []);
  const on = (kind: 'any' | 'key' | 'alias') =>
    needs.filter(({ resources }) => resources.includes(kind)).map(({ action }) => action);
  return policyOf([
    ['KeymgmtAccount', on('any'), ['*']],
    ['KeymgmtKeys', on('key'), [kmsArn(scope, 'key/*')]],
    ['KeymgmtAliases', on('alias'), [kmsArn(scope, 'alias/hashicorp/*')]],
  ]);
}

/**
 * What the one who looks needs for every check at the depth `full`, and to simulate the principal; it can change
 * nothing, and use no key.
 *
 * @param history also CloudTrail's
 */
export function verifierIamPolicy(scope: PolicyScope, history: boolean): IamPolicy {
  const { partition, account_id } = scope;
  const principals = ['user/*', 'role/*'].map((name) => `arn:${partition}:iam::${account_id}:${name}`);
  return policyOf([
    [
      'LookAtKeys',
      ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetPublicKey', 'kms:ListKeyRotations'],
      [kmsArn(scope, 'key/*')],
    ],
    ['LookAtAliases', ['kms:ListAliases'], ['*']],
    ['SimulatePrincipal', ['iam:SimulatePrincipalPolicy'], principals],
    ['FindRole', ['iam:GetRole'], principals.slice(1)],
    ...(history ? ([['LookAtHistory', ['cloudtrail:LookupEvents'], ['*']]] as const) : []),
  ]);
}

function policyOf(
  statements: readonly (readonly [string, readonly string[], readonly string[]])[],
): IamPolicy {
  return {
    Version: '2012-10-17',
    Statement: statements
      .filter(([, actions]) => actions.length > 0)
      .map(([Sid, Action, Resource]) => ({ Sid, Effect: 'Allow', Action, Resource })),
  };
}

function kmsArn({ partition, region, account_id }: PolicyScope, resource: string): string {
  return `arn:${partition}:kms:${region}:${account_id}:${resource}`;
}
