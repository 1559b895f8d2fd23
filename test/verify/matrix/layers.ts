import type { Situation } from './situation.ts';
import { allow, deny, pages } from './situation.ts';

const all = [allow('*')];
const allowed = { expected: 'allowed' } as const;
const boundary = { expected: 'denied', layer: 'permissions boundary' } as const;
const identity = { expected: 'denied', layer: 'identity policy' } as const;
const open = { expected: 'indeterminate' } as const;
const scp = { expected: 'indeterminate', layer: 'service control policy' } as const;

/** Boundaries, service control policies, accounts, and what the one who looks cannot see. */
export const layerSituations: readonly Situation[] = [
  {
    name: 'a boundary that lets it through',
    source: pages.boundary,
    action: 'kms:CreateKey',
    policies: all,
    boundary: [allow('kms:*')],
    ...allowed,
  },
  {
    name: 'a boundary without the action',
    source: pages.boundary,
    action: 'kms:CreateKey',
    policies: all,
    boundary: [allow('s3:*')],
    ...boundary,
  },
  {
    name: 'a boundary that denies it',
    source: pages.boundary,
    action: 'kms:CreateKey',
    policies: all,
    boundary: [allow('*'), deny('kms:Create*')],
    ...boundary,
  },
  { name: 'a boundary alone', source: pages.boundary, action: 'kms:CreateKey', boundary: all, ...identity },
  {
    name: "a role's boundary without the action",
    source: pages.boundary,
    action: 'kms:DisableKey',
    who: 'role',
    policies: all,
    boundary: [allow('kms:Describe*')],
    ...boundary,
  },
  {
    name: 'a boundary within its region',
    source: pages.boundary,
    action: 'kms:CreateKey',
    policies: all,
    boundary: [allow('kms:*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } } })],
    ...allowed,
  },
  {
    name: 'a service control policy that allows everything',
    source: pages.scp,
    action: 'kms:CreateKey',
    policies: all,
    scps: [allow('*')],
    ...allowed,
  },
  {
    name: 'a service control policy that denies it',
    source: pages.scp,
    action: 'kms:DisableKey',
    policies: all,
    scps: [allow('*'), deny('kms:DisableKey')],
    ...scp,
  },
  {
    name: 'service control policies that do not allow it',
    source: pages.scp,
    action: 'kms:ScheduleKeyDeletion',
    policies: all,
    scps: [allow(['kms:CreateKey', 'kms:D*', 'kms:Get*', 'kms:List*', 'kms:CreateAlias', 'iam:*', 'sts:*'])],
    ...scp,
  },
  {
    name: 'a service control policy for another action',
    source: pages.scp,
    action: 'kms:DisableKey',
    policies: all,
    scps: [allow('*'), deny('kms:ScheduleKeyDeletion')],
    ...allowed,
  },
  {
    name: 'a service control policy with a condition',
    source: pages.scp,
    action: 'kms:EnableKey',
    policies: all,
    scps: [
      allow('*'),
      deny('kms:EnableKey', { Condition: { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } } }),
    ],
    ...scp,
  },
  {
    name: 'a service control policy on a role',
    source: pages.scp,
    action: 'kms:EnableKey',
    who: 'role',
    policies: all,
    scps: [allow('*'), deny('kms:EnableKey')],
    ...scp,
  },

  {
    name: 'a user of another account',
    source: pages.crossAccount,
    action: 'kms:DisableKey',
    who: 'user of another account',
    policies: all,
    key_policy: [allow('kms:*', { Principal: { AWS: '*' } })],
    ...open,
  },
  {
    name: 'nobody may simulate',
    source: pages.simulator,
    action: 'kms:CreateKey',
    policies: all,
    looker_lacks: ['iam:SimulatePrincipalPolicy'],
    ...open,
  },
  {
    name: 'nobody may simulate what is denied',
    source: pages.simulator,
    action: 'kms:CreateKey',
    looker_lacks: ['iam:SimulatePrincipalPolicy'],
    ...open,
  },
  {
    name: 'the key policy cannot be read',
    source: pages.keyAccess,
    action: 'kms:DisableKey',
    policies: all,
    looker_lacks: ['kms:GetKeyPolicy'],
    ...open,
  },
  {
    name: 'a hidden key policy that might allow',
    source: pages.keyAccess,
    action: 'kms:DisableKey',
    looker_lacks: ['kms:GetKeyPolicy'],
    ...open,
  },
  {
    name: 'a session whose role cannot be looked up',
    source: pages.simulator,
    action: 'kms:CreateKey',
    who: 'session',
    policies: all,
    looker_lacks: ['iam:GetRole'],
    ...open,
  },
];
