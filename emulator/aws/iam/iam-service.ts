import * as v from 'valibot';
import { AwsError } from '../errors.ts';
import { type Identity, rootPrincipal } from '../identity.ts';
import { pageOf } from '../page.ts';
import { newService, operation, type ServiceCall } from '../service.ts';
import { text } from '../validate.ts';
import { queryWire } from '../wire/query.ts';
import { pageInput, simulatePrincipalPolicy } from './simulate-principal-policy.ts';

const name = text(1, 128);

/** IAM: reading identities, and the policy simulator. */
export const iamService = newService(
  'iam',
  queryWire('https://iam.amazonaws.com/doc/2010-05-08/'),
  'ValidationError',
  {
    GetRole: operation(v.object({ RoleName: name }), (call, { RoleName }) => {
      const role = find(call, 'role', RoleName);
      return {
        Role: {
          RoleName: role.name,
          RoleId: role.id,
          ...common(role),
          AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trust)),
          MaxSessionDuration: 43200,
        },
      };
    }),

    GetUser: operation(v.object({ UserName: v.optional(name) }), (call, input) => {
      const { type, identity, account } = call.caller.principal;
      if (input.UserName === undefined && type === 'Account')
        return { User: { UserId: account, Arn: rootPrincipal(account).arn } };
      const userName = input.UserName ?? (type === 'User' ? identity?.name : undefined);
      if (userName === undefined)
        throw new AwsError('ValidationError', 'Must specify userName when calling with non-User credentials');
      const user = find(call, 'user', userName);
      return { User: { UserName: user.name, UserId: user.id, ...common(user) } };
    }),

    ListUserTags: operation(v.object({ UserName: name, ...pageInput }), (call, input) =>
      tagPage(find(call, 'user', input.UserName), input),
    ),

    ListRoleTags: operation(v.object({ RoleName: name, ...pageInput }), (call, input) =>
      tagPage(find(call, 'role', input.RoleName), input),
    ),

    SimulatePrincipalPolicy: simulatePrincipalPolicy,
  },
);

/** IAM checks permissions before existence. */
function find({ directory, caller, allow }: ServiceCall, kind: Identity['kind'], wanted: string): Identity {
  const { account } = caller.principal;
  const found = directory.identity(kind, account, wanted);
  allow(found?.arn ?? `arn:aws:iam::${account}:${kind}/${wanted}`, { shown: `${kind} ${wanted}` });
  if (found === null)
    throw new AwsError('NoSuchEntity', `The ${kind} with name ${wanted} cannot be found.`, 404);
  return found;
}

function tagPage(identity: Identity, input: { MaxItems: number; Marker?: string | undefined }): object {
  const page = pageOf(tagList(identity), ({ Key }) => Key, input.MaxItems, input.Marker, 'InvalidInput');
  return { Tags: page.items, IsTruncated: page.next !== undefined, Marker: page.next };
}

function tagList({ tags }: Identity) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function common(identity: Identity): object {
  const { path, arn, created, boundary, tags } = identity;
  return {
    Path: path,
    Arn: arn,
    CreateDate: created,
    PermissionsBoundary: boundary && {
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: arn.replace(/:(user|role)\/.*/, `:policy/${boundary.name}`),
    },
    Tags: Object.keys(tags).length > 0 ? tagList(identity) : undefined,
  };
}
