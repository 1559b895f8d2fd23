import { describe, expect, test } from '@jest/globals';
import { bindsToKnownCallers } from '../../src/verify/key-policy/fixed-callers.ts';
import { matchPrincipal } from '../../src/verify/key-policy/match-principal.ts';

const account = '111122223333';
const role = `arn:aws:iam::${account}:role/vault`;
const trail = `arn:aws:cloudtrail:us-west-2:${account}:trail/all`;

const binds = (key: string, ...values: string[]) =>
  bindsToKnownCallers({ operator: 'StringEquals', key, values });

describe('a condition binds to known callers by a whole value', () => {
  test.each([
    ['kms:CallerAccount', account],
    ['aws:PrincipalAccount', account],
    ['aws:PrincipalArn', role],
    ['aws:PrincipalOrgID', 'o-abc123'],
    ['aws:PrincipalOrgPaths', 'o-abc123/r-ab12/ou-ab12-1234/'],
    ['aws:SourceAccount', account],
    ['aws:SourceArn', trail],
    ['aws:SourceOrgID', 'o-abc123'],
    ['aws:SourceOrgPaths', 'o-abc123/r-ab12/ou-ab12-1234/'],
    ['aws:SourceVpc', 'vpc-1234abcd'],
    ['aws:SourceVpce', 'vpce-1234abcd'],
  ])('%s', (key, value) => {
    expect(binds(key, value)).toBe(true);
    expect(binds(key, value, value)).toBe(true);
    expect(binds(key, value, '*')).toBe(false);
    expect(binds(key, `x ${value}`)).toBe(false);
    expect(binds(key, value.slice(0, 2))).toBe(false);
    expect(binds(key, `${value}*`)).toBe(false);
    expect(binds(key, `\${aws:PrincipalTag/x}${value}`)).toBe(false);
    if (!/Arn$|Paths$/.test(key)) expect(binds(key, `${value} x`)).toBe(false);
  });

  test.each(['aws:PrincipalArn', 'aws:SourceArn'])('%s has more than its account', (key) => {
    expect(binds(key, key === 'aws:SourceArn' ? `arn:aws:s3:::${account}` : `arn:aws:iam::${account}:`)).toBe(
      false,
    );
  });

  test.each([
    ['StringEquals', true],
    ['StringLike', true],
    ['ArnEquals', true],
    ['StringEqualsIgnoreCase', true],
    ['ForAnyValue:StringEquals', true],
    ['ForAllValues:StringEquals', false],
    ['StringEqualsIfExists', false],
    ['StringNotEquals', false],
    ['NumericEquals', false],
    ['Unknown', false],
  ])('with the operator %s: %s', (operator, expected) => {
    expect(bindsToKnownCallers({ operator, key: 'kms:CallerAccount', values: [account] })).toBe(expected);
  });

  test.each([
    [['10.0.0.0/8'], true],
    [['10.0.0.0/9', '11.0.0.0/9'], true],
    [['10.0.0.0/8', '11.0.0.1'], false],
    [['2001:db8::/32'], true],
    [['2001:db8::/31'], false],
    [['10.0.0.1', 'nonsense'], false],
    [['nonsense'], false],
  ])('the addresses %j: %s', (values, expected) => {
    expect(bindsToKnownCallers({ operator: 'IpAddress', key: 'aws:SourceIp', values })).toBe(expected);
    expect(bindsToKnownCallers({ operator: 'NotIpAddress', key: 'aws:SourceIp', values })).toBe(false);
    expect(bindsToKnownCallers({ operator: 'StringEquals', key: 'aws:SourceIp', values })).toBe(false);
  });
});

describe('the principals of a statement', () => {
  const user = `arn:aws:iam::${account}:user/vault`;
  const root = `arn:aws:iam::${account}:root`;
  const caller = { arn: role, unique_id: 'AROAABCDEFGHIJKLMNOPQ', account_id: account };
  const match = (element: unknown, principal: object = caller, rest: object = {}) => {
    const given = { ...caller, ...principal } as Parameters<typeof matchPrincipal>[1];
    const { direct, account: member } = matchPrincipal(
      {
        ...{ label: 'One', has_unknown_element: false, Effect: 'Allow', Action: 'kms:*', Resource: '*' },
        Principal: element,
        ...rest,
      },
      given,
    );
    return `${direct} ${member}`;
  };

  test.each<[string, unknown, string]>([
    ['everyone', '*', 'yes no'],
    ['everyone, as AWS', { AWS: '*' }, 'yes no'],
    ['the role', { AWS: role }, 'yes no'],
    ['another role', { AWS: `${role}2` }, 'no no'],
    ['the account, by its root', { AWS: root }, 'no yes'],
    ['the account, by its number', { AWS: account }, 'no yes'],
    ['another account', { AWS: 'arn:aws:iam::999988887777:root' }, 'no no'],
    ['one session of the role', { AWS: `arn:aws:sts::${account}:assumed-role/vault/one` }, 'unknown no'],
    ['one session of another role', { AWS: `arn:aws:sts::${account}:assumed-role/other/one` }, 'no no'],
    ['one session in another account', { AWS: 'arn:aws:sts::999988887777:assumed-role/vault/one' }, 'no no'],
    ['its unique id', { AWS: 'AROAABCDEFGHIJKLMNOPQ' }, 'yes no'],
    ['the unique id of another', { AWS: 'AROAZZZZZZZZZZZZZZZZZ' }, 'no no'],
    ['a pattern', { AWS: `arn:aws:iam::${account}:role/*` }, 'unknown no'],
    ['a service', { Service: 'logs.amazonaws.com' }, 'no no'],
    ['a kind that AWS does not have', { Aws: role }, 'unknown unknown'],
    ['a kind and one that AWS does not have', { AWS: role, XFederated: 'x' }, 'unknown unknown'],
    ['nobody', {}, 'unknown unknown'],
  ])('%s', (_, element, expected) => {
    expect(match(element)).toBe(expected);
  });

  test('of a caller without an ARN are unknown, but for everyone and the account', () => {
    expect(match({ AWS: role }, { arn: null })).toBe('unknown no');
    expect(match({ AWS: root }, { arn: null })).toBe('no yes');
    expect(match('*', { arn: null })).toBe('yes no');
  });

  test.each<[string, object, unknown, string]>([
    ['a denial spares who is not on the list', {}, { AWS: `${role}2` }, 'yes no'],
    ['a denial may mean a role on the list, by its session', {}, { AWS: [role, root] }, 'unknown no'],
    ['a denial spares a user together with its account', { arn: user }, { AWS: [user, root] }, 'no no'],
    ['a denial may mean a user without its account', { arn: user }, { AWS: user }, 'unknown no'],
    ['a denial may mean an account whose user is not listed', { arn: user }, { AWS: root }, 'unknown no'],
  ])('NotPrincipal: %s', (_, principal, element, expected) => {
    expect(match(undefined, principal, { Effect: 'Deny', NotPrincipal: element })).toBe(expected);
  });

  test('NotPrincipal: an allowance leaves out who is on the list', () => {
    expect(match(undefined, {}, { NotPrincipal: { AWS: role } })).toBe('no no');
    expect(match(undefined, {}, { NotPrincipal: { AWS: root } })).toBe('unknown no');
  });
});
