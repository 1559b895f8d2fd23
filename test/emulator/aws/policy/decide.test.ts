import { describe, expect, test } from '@jest/globals';
import { contextOf } from '../../../../emulator/aws/policy/context.ts';
import type { PolicySet } from '../../../../emulator/aws/policy/decide.ts';
import { decide } from '../../../../emulator/aws/policy/decide.ts';
import type { Policy, Statement } from '../../../../emulator/aws/policy/document.ts';
import type { NamedPolicy } from '../../../../emulator/aws/policy/statements.ts';

const account = '111122223333';
const action = 'kms:DescribeKey';
const resource = `arn:aws:kms:us-west-2:${account}:key/1`;
const user = { account, arn: `arn:aws:iam::${account}:user/vault`, role_arn: null };
const session = {
  account,
  arn: `arn:aws:sts::${account}:assumed-role/reader/check`,
  role_arn: `arn:aws:iam::${account}:role/reader`,
};

const named = (...statements: Partial<Statement>[]): NamedPolicy => {
  const Statement = statements.map(
    (one) => ({ Effect: 'Allow', Action: '*', Resource: '*', ...one }) as Statement,
  );
  return { name: 'test', policy: { Version: '2012-10-17', Statement } satisfies Policy };
};
const yes = named({});
const no = named({ Effect: 'Deny' });
const other = named({ Action: 's3:*' });
const trusting = (Principal: Statement['Principal'], rest: Partial<Statement> = {}) => ({
  account,
  policy: named({ Principal, ...rest }),
});

const base: PolicySet = {
  principal: user,
  identity: [],
  boundary: null,
  session: null,
  scps: null,
  resource: null,
};
const root = trusting({ AWS: `arn:aws:iam::${account}:root` });
const itself = trusting({ AWS: user.arn });

/** What is different from a user without any policy, and what comes of it: `allowed`, or who refuses. */
const rows: [string, Partial<PolicySet>, string][] = [
  ['nothing', {}, 'identity-based policy'],
  ['an identity policy', { identity: [yes] }, 'allowed'],
  ['an identity policy for something else', { identity: [other] }, 'identity-based policy'],
  ['a denial over an allowance', { identity: [yes, no] }, 'explicit identity-based policy'],
  ['NotAction', { identity: [named({ Action: undefined, NotAction: 's3:*' })] }, 'allowed'],
  [
    'NotAction that covers it',
    { identity: [named({ Action: undefined, NotAction: 'kms:*' })] },
    'identity-based policy',
  ],
  ['NotResource', { identity: [named({ Resource: undefined, NotResource: 'arn:aws:s3:::*' })] }, 'allowed'],
  [
    'NotResource that covers it',
    { identity: [named({ Resource: undefined, NotResource: `${resource.slice(0, -1)}*` })] },
    'identity-based policy',
  ],
  ['an action in another case', { identity: [named({ Action: 'KMS:describekey' })] }, 'allowed'],
  [
    'a resource in another case',
    { identity: [named({ Resource: resource.replace('key', 'KEY') })] },
    'identity-based policy',
  ],
  ['the root user', { identity: null }, 'allowed'],
  ['a boundary that allows', { identity: [yes], boundary: yes }, 'allowed'],
  ['a boundary that does not', { identity: [yes], boundary: other }, 'permissions boundary'],
  ['a boundary that denies', { identity: [yes], boundary: no }, 'explicit permissions boundary'],
  ['a boundary alone', { boundary: yes }, 'identity-based policy'],
  ['a session policy that does not allow', { identity: [yes], session: [other] }, 'session policy'],
  ['a session policy that denies', { identity: [yes], session: [no] }, 'explicit session policy'],
  ['an organization that does not allow', { identity: [yes], scps: [other] }, 'service control policy'],
  ['an organization that denies', { identity: [yes], scps: [yes, no] }, 'explicit service control policy'],
  ['an organization over the root user', { identity: null, scps: [no] }, 'explicit service control policy'],
  ['a key that trusts the account, alone', { resource: root }, 'identity-based policy'],
  ['a key that trusts the account', { identity: [yes], resource: root }, 'allowed'],
  [
    'a key that trusts the account by its number',
    { identity: [yes], resource: trusting({ AWS: account }) },
    'allowed',
  ],
  [
    'a key that trusts nobody',
    { identity: [yes], resource: trusting({ AWS: '999999999999' }) },
    'resource-based policy',
  ],
  ['a key that trusts nobody, for the root user', { identity: null, resource: itself }, 'allowed'],
  ['a key that names the user', { resource: itself }, 'allowed'],
  ['a key that names the user, within a boundary', { resource: itself, boundary: other }, 'allowed'],
  [
    'a key that names the user, under an organization',
    { resource: itself, scps: [other] },
    'service control policy',
  ],
  [
    'a key that denies the account',
    { identity: [yes], resource: trusting({ AWS: account }, { Effect: 'Deny' }) },
    'explicit resource-based policy',
  ],
  ['a key open to everybody', { resource: trusting('*') }, 'allowed'],
  [
    'a key that names the role',
    { principal: session, resource: trusting({ AWS: session.role_arn }) },
    'allowed',
  ],
  [
    'a key that names the role, within a boundary',
    { principal: session, boundary: other, resource: trusting({ AWS: session.role_arn }) },
    'permissions boundary',
  ],
  [
    'a key that names the session, within a session policy',
    { principal: session, session: [other], resource: trusting({ AWS: session.arn }) },
    'allowed',
  ],
  [
    'a key that denies all but the user',
    {
      identity: [yes],
      resource: {
        account,
        policy: named(
          { Principal: { AWS: account } },
          { Effect: 'Deny', NotPrincipal: { AWS: [user.arn, account] } },
        ),
      },
    },
    'allowed',
  ],
  [
    'a key that denies all but another',
    {
      identity: [yes],
      resource: {
        account,
        policy: named(
          { Principal: { AWS: account } },
          { Effect: 'Deny', NotPrincipal: { AWS: session.arn } },
        ),
      },
    },
    'explicit resource-based policy',
  ],
  [
    "another account's key that trusts the account",
    { identity: [yes], resource: { ...root, account: '444455556666' } },
    'allowed',
  ],
  [
    "another account's key that names the user, alone",
    { resource: { ...itself, account: '444455556666' } },
    'identity-based policy',
  ],
];

describe('a request', () => {
  test.each(rows)('with %s', (_, difference, expected) => {
    const question = { action, resource, context: contextOf({}) };
    const decision = decide({ ...base, ...difference }, question);
    const seen = decision.allowed ? 'allowed' : `${decision.explicit ? 'explicit ' : ''}${decision.layer}`;
    expect(seen).toBe(expected);
  });
});
