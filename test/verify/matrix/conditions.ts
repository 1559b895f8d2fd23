import type { Situation } from './situation.ts';
import { allow, deny, pages } from './situation.ts';

const region = (value: string) => ({ StringEquals: { 'aws:RequestedRegion': value } });
const denied = { expected: 'denied', layer: 'identity policy' } as const;
const allowed = { expected: 'allowed' } as const;
const open = { expected: 'indeterminate' } as const;

/** Conditions: those whose keys keymgmt's requests are known to carry are decided, the others are not. */
export const conditionSituations: readonly Situation[] = [
  {
    name: 'the region of the request',
    source: pages.condition,
    action: 'kms:CreateKey',
    policies: [allow('kms:CreateKey', { Condition: region('us-west-2') })],
    ...allowed,
  },
  {
    name: 'another region',
    source: pages.condition,
    action: 'kms:CreateKey',
    policies: [allow('kms:CreateKey', { Condition: region('eu-west-1') })],
    ...denied,
  },
  {
    name: 'a denial outside other regions',
    source: pages.condition,
    action: 'kms:CreateKey',
    policies: [
      allow('kms:*'),
      deny('*', { Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1'] } } }),
    ],
    ...denied,
  },
  {
    name: 'imported material only',
    source: pages.kmsConditions,
    action: 'kms:CreateKey',
    policies: [allow('kms:CreateKey', { Condition: { StringEquals: { 'kms:KeyOrigin': 'EXTERNAL' } } })],
    ...allowed,
  },
  {
    name: 'no imported material',
    source: pages.kmsConditions,
    action: 'kms:CreateKey',
    policies: [allow('kms:CreateKey', { Condition: { StringEquals: { 'kms:KeyOrigin': 'AWS_KMS' } } })],
    ...denied,
  },
  {
    name: 'symmetric keys only',
    source: pages.kmsConditions,
    action: 'kms:CreateKey',
    policies: [
      allow('kms:CreateKey', { Condition: { StringEquals: { 'kms:KeySpec': 'SYMMETRIC_DEFAULT' } } }),
    ],
    ...allowed,
  },
  {
    name: 'asymmetric keys only',
    source: pages.kmsConditions,
    action: 'kms:CreateKey',
    policies: [allow('kms:CreateKey', { Condition: { StringLike: { 'kms:KeySpec': 'RSA_*' } } })],
    ...denied,
  },
  {
    name: 'a denial of multi-region keys',
    source: pages.kmsConditions,
    action: 'kms:CreateKey',
    policies: [allow('kms:*'), deny('kms:CreateKey', { Condition: { Bool: { 'kms:MultiRegion': 'true' } } })],
    ...allowed,
  },
  {
    name: "the caller's own account",
    source: pages.kmsConditions,
    action: 'kms:DisableKey',
    policies: [
      allow('kms:DisableKey', { Condition: { StringEquals: { 'kms:CallerAccount': '<account>' } } }),
    ],
    ...allowed,
  },
  {
    name: 'only by way of another service',
    source: pages.kmsConditions,
    action: 'kms:DisableKey',
    policies: [
      allow('kms:DisableKey', {
        Condition: { StringEquals: { 'kms:ViaService': 's3.us-west-2.amazonaws.com' } },
      }),
    ],
    ...denied,
  },
  {
    name: 'an address',
    source: pages.condition,
    action: 'kms:CreateKey',
    policies: [allow('kms:CreateKey', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })],
    ...open,
  },
  {
    name: 'a denial outside an address',
    source: pages.condition,
    action: 'kms:CreateKey',
    policies: [
      allow('kms:*'),
      deny('kms:*', { Condition: { NotIpAddress: { 'aws:SourceIp': '127.0.0.0/8' } } }),
    ],
    ...open,
  },
  {
    name: 'a VPC endpoint',
    source: pages.condition,
    action: 'kms:DisableKey',
    policies: [allow('kms:*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } })],
    ...open,
  },
  {
    name: 'a tag of the key',
    source: pages.tags,
    action: 'kms:DisableKey',
    policies: [
      allow('kms:DisableKey', { Condition: { StringEquals: { 'aws:ResourceTag/owner': 'vault' } } }),
    ],
    ...denied,
  },
  {
    name: 'a tag of the principal',
    source: pages.condition,
    action: 'kms:DisableKey',
    policies: [
      allow('kms:DisableKey', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'vault' } } }),
    ],
    ...denied,
  },
  {
    name: 'an alias of the key',
    source: pages.kmsConditions,
    action: 'kms:DisableKey',
    policies: [
      allow('kms:DisableKey', {
        Condition: { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': 'alias/hashicorp/*' } },
      }),
    ],
    ...allowed,
  },
  {
    name: 'a second factor',
    source: pages.condition,
    action: 'kms:ScheduleKeyDeletion',
    policies: [
      allow('kms:*'),
      deny('kms:ScheduleKeyDeletion', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }),
    ],
    ...open,
  },
];
