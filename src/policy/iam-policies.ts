import type { Desired, DesiredMount, DesiredProvider, VerifySettings } from '../model/desired.ts';
import { providerId } from '../model/id.ts';
import { partitionOf } from '../model/partitions.ts';
import { accountOf } from '../model/principal.ts';
import type { PermissionSet } from '../verify/permissions/permission-sets.ts';
import { type PolicyDocument, type PolicyScope, vaultPolicy, verifierPolicy } from './iam-statements.ts';

export interface IamOptions {
  /** `null`: what Vault needs for the declared keys. */
  readonly sets: readonly PermissionSet[] | null;
  readonly depth: 'standard' | 'full';
  readonly canary: boolean;
  /** The audited principal of providers that name none. */
  readonly settings: VerifySettings;
}

/**
 * The policies to attach in IAM. Vault's principal gets exactly the actions of the permission sets; the verifier gets
 * the calls that its checks declare, none of which can change anything.
 */
export function iamPolicies(
  desired: Desired,
  options: IamOptions,
): { vault: PolicyDocument; verifier: PolicyDocument } {
  const scope = scopeOf(desired, options.settings);
  const sets: readonly PermissionSet[] =
    options.sets ??
    (scope.replica_regions.length > 0 ? ['terraform', 'vault', 'multi_region'] : ['terraform', 'vault']);
  return {
    vault: vaultPolicy(scope, sets),
    verifier: verifierPolicy(scope, { depth: options.depth, history: false, canary: options.canary }),
  };
}

function scopeOf({ mounts }: Desired, common: VerifySettings): PolicyScope {
  const providers = mounts.flatMap((mount) => mount.kms.map((provider) => ({ mount, provider })));
  const declared = mounts.flatMap(({ keys }) => keys.filter(({ kms }) => kms !== null));
  const scopes = providers.map(({ mount, provider }) => ({
    home: provider.key_collection,
    replicas: replicaRegions(mount, provider),
    account: accountFor(provider, common),
  }));
  const arns = (region: string, account: string, what: string) =>
    `arn:${partitionOf(region).id}:kms:${region}:${account}:${what}`;
  return {
    regions: unique(scopes.map(({ home }) => home)),
    replica_regions: unique(scopes.flatMap(({ replicas }) => replicas)),
    keys: unique(
      scopes.flatMap(({ home, replicas, account }) =>
        [home, ...replicas].map((region) => arns(region, account, 'key/*')),
      ),
    ),
    aliases: unique(scopes.map(({ home, account }) => arns(home, account, 'alias/hashicorp/*'))),
    principals: unique(providers.flatMap(({ provider }) => principalFor(provider, common) ?? [])),
    asymmetric: declared.some(({ type }) => type !== 'aes256-gcm96'),
  };
}

function replicaRegions({ keys }: DesiredMount, { name }: DesiredProvider): string[] {
  return unique(keys.filter(({ kms }) => kms === name).flatMap((key) => key.replica_regions));
}

/** The providers whose declaration is not enough to name account and principal, and what the policies say instead. */
export function wildcardsIn(
  { mounts }: Desired,
  common: VerifySettings,
): { readonly id: string; readonly allows: string }[] {
  return mounts.flatMap((mount) =>
    mount.kms.flatMap((provider) => {
      const any = [
        ...(accountFor(provider, common) === '*' ? ['any account'] : []),
        ...(principalFor(provider, common) === null ? ['any principal'] : []),
      ];
      return any.length === 0 ? [] : [{ id: providerId(mount, provider.name), allows: any.join(' and ') }];
    }),
  );
}

function principalFor({ verify }: DesiredProvider, common: VerifySettings): string | null {
  return verify.principal_arn ?? common.principal_arn ?? verify.role_arn ?? common.role_arn;
}

/** The account of the keys, where the declaration names it; `*`: any. */
function accountFor({ verify }: DesiredProvider, common: VerifySettings): string {
  const principal = verify.principal_arn ?? common.principal_arn;
  return verify.account_id ?? common.account_id ?? (principal === null ? null : accountOf(principal)) ?? '*';
}

function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}
