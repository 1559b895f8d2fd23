import { describe, expect, test } from '@jest/globals';
import { conditionsHold } from '../../../../emulator/aws/policy/condition.ts';
import { contextOf } from '../../../../emulator/aws/policy/context.ts';

const context = contextOf({
  'aws:username': 'vault',
  'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/team/x/reader',
  'aws:SourceIp': '10.1.2.3',
  'aws:CurrentTime': new Date('2026-11-24T06:00:00Z'),
  'aws:EpochTime': 1795500000,
  'aws:SecureTransport': true,
  'aws:TagKeys': ['team', 'env'],
  'aws:RequestTag/team': 'x',
  'kms:ScheduleKeyDeletionPendingWindowInDays': 10,
  'kms:ResourceAliases': ['alias/hashicorp/a', 'alias/other'],
});

/** An operator, a key, the policy's value, and whether it holds. */
const rows: [string, string, string | number | boolean | string[], boolean][] = [
  ['StringEquals', 'aws:username', 'vault', true],
  ['StringEquals', 'AWS:UserName', 'vault', true],
  ['StringEquals', 'aws:username', 'Vault', false],
  ['StringEquals', 'aws:username', ['other', 'vault'], true],
  ['StringEquals', 'aws:username', '${aws:username}', true],
  ['StringEquals', 'aws:username', '${aws:missing}', false],
  ['StringEquals', 'aws:username', "${aws:missing, 'vault'}", true],
  ['StringEquals', 'aws:username', 'va*', false],
  ['StringEquals', 'aws:missing', 'x', false],
  ['StringEqualsIfExists', 'aws:missing', 'x', true],
  ['StringEqualsIfExists', 'aws:username', 'x', false],
  ['StringEqualsIgnoreCase', 'aws:username', 'VAULT', true],
  ['StringNotEquals', 'aws:username', 'other', true],
  ['StringNotEquals', 'aws:username', ['other', 'vault'], false],
  ['StringNotEquals', 'aws:missing', 'x', true],
  ['StringLike', 'aws:username', 'va*t', true],
  ['StringLike', 'aws:username', 'v?ult', true],
  ['StringLike', 'aws:username', 'v.*', false],
  ['StringNotLike', 'aws:username', 'va*', false],
  ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/team/*', true],
  ['ArnLike', 'aws:PrincipalArn', 'arn:*:role/team/*', false],
  ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/team/x/reader', true],
  ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:user/*', true],
  ['Bool', 'aws:SecureTransport', true, true],
  ['Bool', 'aws:SecureTransport', 'false', false],
  ['Bool', 'aws:MultiFactorAuthPresent', 'false', false],
  ['BoolIfExists', 'aws:MultiFactorAuthPresent', 'true', true],
  ['Null', 'aws:missing', 'true', true],
  ['Null', 'aws:missing', 'false', false],
  ['Null', 'aws:username', 'false', true],
  ['Null', 'aws:username', true, false],
  ['NumericEquals', 'kms:ScheduleKeyDeletionPendingWindowInDays', 10, true],
  ['NumericNotEquals', 'kms:ScheduleKeyDeletionPendingWindowInDays', '10', false],
  ['NumericLessThan', 'kms:ScheduleKeyDeletionPendingWindowInDays', '10', false],
  ['NumericLessThanEquals', 'kms:ScheduleKeyDeletionPendingWindowInDays', '10', true],
  ['NumericGreaterThan', 'kms:ScheduleKeyDeletionPendingWindowInDays', '9', true],
  ['NumericGreaterThanEquals', 'kms:ScheduleKeyDeletionPendingWindowInDays', 11, false],
  ['DateGreaterThan', 'aws:CurrentTime', '2026-01-01T00:00:00Z', true],
  ['DateLessThan', 'aws:CurrentTime', '2026-01-01T00:00:00Z', false],
  ['DateEquals', 'aws:CurrentTime', '2026-11-24T06:00:00Z', true],
  ['DateNotEquals', 'aws:CurrentTime', '2026-11-24T06:00:00Z', false],
  ['DateLessThanEquals', 'aws:EpochTime', '2027-01-01T00:00:00Z', true],
  ['IpAddress', 'aws:SourceIp', '10.0.0.0/8', true],
  ['IpAddress', 'aws:SourceIp', '10.1.2.3', true],
  ['IpAddress', 'aws:SourceIp', '192.168.0.0/16', false],
  ['IpAddress', 'aws:SourceIp', '2001:db8::/32', false],
  ['NotIpAddress', 'aws:SourceIp', '192.168.0.0/16', true],
  ['NotIpAddress', 'aws:SourceIp', ['192.168.0.0/16', '10.0.0.0/8'], false],
  ['ForAllValues:StringEquals', 'aws:TagKeys', ['team', 'env', 'cost'], true],
  ['ForAllValues:StringEquals', 'aws:TagKeys', ['team'], false],
  ['ForAllValues:StringEquals', 'aws:missing', ['team'], true],
  ['ForAnyValue:StringEquals', 'aws:TagKeys', ['team'], true],
  ['ForAnyValue:StringEquals', 'aws:TagKeys', ['cost'], false],
  ['ForAnyValue:StringEquals', 'aws:missing', ['team'], false],
  ['ForAnyValue:StringLike', 'kms:ResourceAliases', 'alias/hashicorp/*', true],
  ['ForAllValues:StringLike', 'kms:ResourceAliases', 'alias/hashicorp/*', false],
  ['ForAllValues:StringNotEquals', 'aws:TagKeys', ['secret'], true],
  ['ForAnyValue:StringNotEquals', 'aws:TagKeys', ['team'], true],
  ['StringResembles', 'aws:username', 'vault', false],
];

describe('an operator', () => {
  test.each(rows)('%s %s %j: %j', (operator, key, value, holds) => {
    expect(conditionsHold({ [operator]: { [key]: value } }, context).holds).toBe(holds);
  });

  test('all conditions of a block must hold, and missing keys are listed', () => {
    const block = {
      StringEquals: { 'aws:username': 'vault', 'aws:absent': 'x' },
      Bool: { 'aws:gone': 'true' },
    };
    expect(conditionsHold(block, context)).toEqual({ holds: false, missing: ['aws:absent', 'aws:gone'] });
    expect(conditionsHold(undefined, context)).toEqual({ holds: true, missing: [] });
  });
});
