import type { Situation } from './situation.ts';
import { allow, deny, pages } from './situation.ts';

const user = { AWS: 'arn:aws:iam::<account>:user/judged' };
const role = { AWS: 'arn:aws:iam::<account>:role/judged' };
const root = { AWS: 'arn:aws:iam::<account>:root' };
const all = [allow('*')];
const allowed = { expected: 'allowed' } as const;
const identity = { expected: 'denied', layer: 'identity policy' } as const;
const policy = { expected: 'denied', layer: 'key policy' } as const;
const open = { expected: 'indeterminate' } as const;

/** Key policies, which a simulation does not see: they are read beside it. */
export const keyPolicySituations: readonly Situation[] = [
  {
    name: 'a key policy that does not delegate',
    source: pages.keyPolicy,
    action: 'kms:DisableKey',
    policies: all,
    key_policy: [],
    ...policy,
  },
  {
    name: 'a key policy that does not delegate to a role',
    source: pages.keyPolicy,
    action: 'kms:DisableKey',
    who: 'role',
    policies: all,
    key_policy: [],
    ...policy,
  },
  {
    name: 'a key policy that delegates',
    source: pages.keyPolicy,
    action: 'kms:DisableKey',
    policies: all,
    key_policy: [allow('kms:*', { Principal: root })],
    ...allowed,
  },
  {
    name: 'a key policy that delegates by account id',
    source: pages.keyPolicy,
    action: 'kms:DisableKey',
    policies: all,
    key_policy: [allow('kms:*', { Principal: { AWS: '<account>' } })],
    ...allowed,
  },
  {
    name: 'a key policy that delegates other actions',
    source: pages.keyPolicy,
    action: 'kms:DisableKey',
    policies: all,
    key_policy: [allow('kms:Describe*', { Principal: root })],
    ...policy,
  },
  {
    name: 'a key policy that delegates nothing to who has nothing',
    source: pages.keyAccess,
    action: 'kms:DisableKey',
    key_policy: [allow('kms:*', { Principal: root })],
    ...identity,
  },
  {
    name: 'a key policy that names the user, and IAM as well',
    source: pages.keyAccess,
    action: 'kms:DisableKey',
    policies: all,
    key_policy: [allow('kms:*', { Principal: user })],
    ...allowed,
  },
  {
    name: 'a key policy alone that names the user',
    source: pages.keyAccess,
    action: 'kms:DisableKey',
    key_policy: [allow('kms:*', { Principal: user })],
    ...allowed,
  },
  {
    name: 'a key policy alone that names the role',
    source: pages.keyAccess,
    action: 'kms:DisableKey',
    who: 'role',
    key_policy: [allow('kms:*', { Principal: role })],
    ...allowed,
  },
  {
    name: 'a key policy that denies the user',
    source: pages.keyAccess,
    action: 'kms:DisableKey',
    policies: all,
    key_policy: [allow('kms:*', { Principal: root }), deny('kms:Disable*', { Principal: user })],
    ...policy,
  },
  {
    name: 'a key policy that denies everybody',
    source: pages.keyAccess,
    action: 'kms:ScheduleKeyDeletion',
    policies: all,
    key_policy: [allow('kms:*', { Principal: root }), deny('kms:ScheduleKeyDeletion', { Principal: '*' })],
    ...policy,
  },
  {
    name: 'a key policy that denies everybody else',
    source: pages.keyAccess,
    action: 'kms:ScheduleKeyDeletion',
    policies: all,
    key_policy: [
      allow('kms:*', { Principal: root }),
      deny('kms:ScheduleKeyDeletion', {
        Principal: '*',
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::<account>:user/judged' } },
      }),
    ],
    ...allowed,
  },
  {
    name: 'a key policy that denies all but its administrators',
    source: pages.keyAccess,
    action: 'kms:ScheduleKeyDeletion',
    policies: all,
    key_policy: [
      allow('kms:*', { Principal: root }),
      deny('kms:ScheduleKeyDeletion', {
        Principal: '*',
        Condition: { StringNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/admin*' } },
      }),
    ],
    ...policy,
  },
  {
    name: 'a key policy with a condition on the request',
    source: pages.keyAccess,
    action: 'kms:DisableKey',
    policies: all,
    key_policy: [
      allow('kms:*', { Principal: root, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
    ],
    ...open,
  },
  {
    name: 'a key policy for callers of the account',
    source: pages.kmsConditions,
    action: 'kms:DisableKey',
    policies: all,
    key_policy: [
      allow('kms:*', {
        Principal: { AWS: '*' },
        Condition: { StringEquals: { 'kms:CallerAccount': '<account>' } },
      }),
    ],
    ...allowed,
  },
  {
    name: 'a key policy for callers of another account',
    source: pages.kmsConditions,
    action: 'kms:DisableKey',
    policies: all,
    key_policy: [
      allow('kms:*', {
        Principal: { AWS: '*' },
        Condition: { StringEquals: { 'kms:CallerAccount': '999988887777' } },
      }),
    ],
    ...policy,
  },
  {
    name: 'an alias action that the key policy shuts out',
    source: pages.alias,
    action: 'kms:UpdateAlias',
    policies: all,
    key_policy: [],
    ...policy,
  },
  {
    name: 'an account-wide action whatever the key policy says',
    source: pages.keyPolicy,
    action: 'kms:ListAliases',
    policies: all,
    key_policy: [],
    ...allowed,
  },
  {
    name: 'a boundary under a key policy that names the role',
    source: pages.boundary,
    action: 'kms:DisableKey',
    who: 'role',
    policies: all,
    boundary: [allow('kms:Describe*')],
    key_policy: [allow('kms:*', { Principal: role })],
    ...open,
  },
];
