import { parsePrincipal } from '../model/principal.ts';
import type { CheckDoc } from '../verify/check.ts';
import { checkCatalogue } from '../verify/checks/all-checks.ts';
import { kmsAction } from '../verify/permissions/kms-actions.ts';
import { historyCall, type PermissionCall, permissionCalls } from '../verify/permissions/permission-calls.ts';
import { type PermissionSet, permissionNeeds } from '../verify/permissions/permission-sets.ts';
import { canaryContext } from '../verify/use-canary.ts';

/** An IAM policy document. */
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

/** The regions, keys and principals that a policy is for. */
export interface PolicyScope {
  /** The providers' regions; empty: any. */
  readonly regions: readonly string[];
  readonly replica_regions: readonly string[];
  /** ARN patterns: the keys of all these regions, and the aliases of the providers' regions. */
  readonly keys: readonly string[];
  readonly aliases: readonly string[];
  /** The audited principals; empty: none is named. */
  readonly principals: readonly string[];
  /** Some key has a public key to compare. */
  readonly asymmetric: boolean;
}

/**
 * What Vault's principal needs: exactly the actions of the permission sets, with the conditions that Vault's requests
 * meet.
 *
 * `kms:KeyOrigin` limits Vault to imported keys. Aliases are named by ARN: `kms:ResourceAliases` does not work, since a
 * key has no alias before its import and after a rotation, and `kms:RequestAlias` does not, since Vault names keys by
 * id.
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
  const manages = actions(
    ({ action, resources }) =>
      resources.includes('key') && !resources.includes('alias') && action !== 'kms:TagResource',
  );
  const tags = actions(({ action }) => action === 'kms:TagResource');
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
 * What the verifier identity needs for its checks and for decisions about the audited principal: the calls that they
 * declare. None of them changes anything or uses a key. It reads keys of any origin, since a key that was not imported
 * is one of its findings.
 *
 * @param history also the calls of the principal in CloudTrail
 * @param canary also the use of keys for their canaries
 */
export function verifierPolicy(
  scope: PolicyScope,
  {
    depth,
    history,
    canary = false,
  }: { readonly depth: 'standard' | 'full'; readonly history: boolean; readonly canary?: boolean },
): PolicyDocument {
  const principals = scope.principals.length > 0 ? scope.principals : ['*'];
  const ofKind = (kind: 'user' | 'role') =>
    principals.filter((arn) => arn === '*' || parsePrincipal(arn)?.kind === kind);
  const checked = checks
    .filter((check) => check.opt_in !== true && (depth === 'full' || check.depth === 'standard'))
    .flatMap(({ calls }) => calls)
    .filter((call) => call !== 'kms:GetPublicKey' || scope.asymmetric);
  const decided = [...permissionCalls, ...(history ? [historyCall] : [])];
  const calls = (on: PermissionCall['on']) =>
    decided.filter((call) => call.on === on).map(({ action }) => action);
  const inKms = unique([...checked, ...calls('keys')]).filter((action) => kmsAction(action) !== null);
  const onKeys = (action: string) => kmsAction(action)!.resources.includes('key');
  return document([
    statement(
      'FindKeys',
      inKms.filter((action) => !onKeys(action)),
      ['*'],
      requested(scope.regions),
    ),
    statement('ReadKeys', inKms.filter(onKeys), scope.keys),
    ...(canary ? canaryStatements(scope) : []),
    statement('AnalyzeKeyPolicies', unique(checked.filter((call) => call.startsWith('access-analyzer:'))), [
      '*',
    ]),
    statement('AuditVault', calls('principals'), principals),
    statement('ReadUsers', ofKind('user').length > 0 ? calls('users') : [], ofKind('user')),
    statement('ReadRoles', ofKind('role').length > 0 ? calls('roles') : [], ofKind('role')),
    statement('ReadHistory', calls('any'), ['*']),
  ]);
}

/**
 * Symmetric keys only with the encryption context of the canaries. KMS knows no encryption context for the other keys:
 * whoever may decrypt or sign with them may do it with any text.
 */
function canaryStatements({ keys, asymmetric }: PolicyScope): Statement[] {
  const context = { [`kms:EncryptionContext:${canaryContext.name}`]: [canaryContext.value] };
  const spec = { 'kms:KeyOrigin': ['EXTERNAL'] };
  return [
    statement('UseSymmetricKeysForCanaries', ['kms:Decrypt', 'kms:Encrypt'], keys, { ...spec, ...context }),
    statement('SignForCanaries', asymmetric ? ['kms:Sign'] : [], keys, {
      ...spec,
      'kms:MessageType': ['RAW'],
    }),
    statement('DecryptWithRsaForCanaries', asymmetric ? ['kms:Decrypt'] : [], keys, {
      ...spec,
      'kms:EncryptionAlgorithm': ['RSAES_OAEP_SHA_256'],
    }),
  ];
}

const checks: readonly CheckDoc[] = Object.values(checkCatalogue);

function unique(list: readonly string[]): string[] {
  return [...new Set(list)].sort();
}

/** A condition on the region of the request; none for any region. */
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
