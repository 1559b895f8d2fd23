import * as v from 'valibot';
import type { Authorizer } from '../authorizer.ts';
import type { Directory } from '../directory.ts';
import { AwsError } from '../errors.ts';
import type { Caller, Identity } from '../identity.ts';
import { newService, operation } from '../operations.ts';
import { pageOf } from '../page.ts';
import type { Service } from '../service.ts';
import { text } from '../validate.ts';
import { queryWire } from '../wire/wire.ts';
import { pageInput, simulateInput, simulatePrincipalPolicy } from './simulate-principal-policy.ts';

const name = text(1, 128);

/** IAM: reading identities, and the policy simulator. */
export function iamService(directory: Directory, authorizer: Authorizer, clock: () => Date): Service {
  /** IAM checks permissions before existence. */
  const find = (kind: Identity['kind'], wanted: string, action: string, caller: Caller): Identity => {
    const { account } = caller.principal;
    const found = directory.identity(kind, account, wanted);
    const resource = found?.arn ?? `arn:aws:iam::${account}:${kind}/${wanted}`;
    authorizer.require(caller, { action, resource, shown: `${kind} ${wanted}` });
    if (found === null)
      throw new AwsError('NoSuchEntity', `The ${kind} with name ${wanted} cannot be found.`, 404);
    return found;
  };

  const operations = {
    GetRole: operation(v.object({ RoleName: name }), ({ caller }, input) => ({
      Role: role(find('role', input.RoleName, 'iam:GetRole', caller)),
    })),
    GetUser: operation(v.object({ UserName: v.optional(name) }), ({ caller }, input) => {
      const { type, identity, account } = caller.principal;
      if (input.UserName === undefined && type === 'Account') return { User: rootUser(account) };
      const userName = input.UserName ?? (type === 'User' ? identity?.name : undefined);
      if (userName === undefined)
        throw new AwsError('ValidationError', 'Must specify userName when calling with non-User credentials');
      return { User: user(find('user', userName, 'iam:GetUser', caller)) };
    }),
    ListUserTags: operation(v.object({ UserName: name, ...pageInput }), ({ caller }, input) =>
      tagPage(find('user', input.UserName, 'iam:ListUserTags', caller), input),
    ),
    ListRoleTags: operation(v.object({ RoleName: name, ...pageInput }), ({ caller }, input) =>
      tagPage(find('role', input.RoleName, 'iam:ListRoleTags', caller), input),
    ),
    SimulatePrincipalPolicy: operation(simulateInput, ({ caller }, input) =>
      simulatePrincipalPolicy(directory, authorizer, caller, input),
    ),
  };
  const wire = queryWire('https://iam.amazonaws.com/doc/2010-05-08/');
  return newService({ signing_name: 'iam', wire, clock, invalidCode: 'ValidationError' }, operations);
}

function tagPage(identity: Identity, input: { MaxItems: number; Marker?: string | undefined }): object {
  const page = pageOf(tagList(identity), ({ Key }) => Key, input.MaxItems, input.Marker, 'InvalidInput');
  return { Tags: page.items, IsTruncated: page.next !== undefined, Marker: page.next };
}

/** Sorted by key. */
function tagList({ tags }: Identity) {
  return Object.entries(tags)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((a, b) => (a.Key < b.Key ? -1 : 1));
}

function user(identity: Identity): object {
  return {
    UserName: identity.name,
    UserId: identity.id,
    ...common(identity),
  };
}

function rootUser(account: string): object {
  return { UserId: account, Arn: `arn:aws:iam::${account}:root` };
}

function role(identity: Identity): object {
  return {
    RoleName: identity.name,
    RoleId: identity.id,
    ...common(identity),
    AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(identity.trust)),
    MaxSessionDuration: 43200,
  };
}

function common(identity: Identity): object {
  const { path, arn, created, boundary, tags } = identity;
  return {
    Path: path,
    Arn: arn,
    CreateDate: created,
    PermissionsBoundary: attached(boundary, arn),
    Tags: Object.keys(tags).length > 0 ? tagList(identity) : undefined,
  };
}

function attached(boundary: Identity['boundary'], arn: string): object | undefined {
  if (boundary === null) return undefined;
  const policy = arn.replace(/:(user|role)\/.*/, `:policy/${boundary.name}`);
  return { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: policy };
}
