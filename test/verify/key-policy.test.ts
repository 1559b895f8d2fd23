import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { found } from '../../src/model/evidence.ts';
import { indexAliases } from '../../src/verify/aliases.ts';
import { evaluateKey } from '../../src/verify/evaluate-key.ts';
import { evaluateKeyPolicy, type KeyPolicyVerdict } from '../../src/verify/key-policy/evaluate-key-policy.ts';
import { publicStatements } from '../../src/verify/key-policy/public-statements.ts';
import type { RequestContext } from '../../src/verify/key-policy/request.ts';
import {
  account,
  alias,
  arnOf,
  context,
  defaultPolicy,
  evidence,
  expectation,
  keyId,
  kmsKey,
  vaultUser,
} from './support/fixtures.ts';

const key = arnOf(keyId(2));
const action = 'kms:DisableKey';
const known: RequestContext = {
  values: {
    'aws:principalarn': [vaultUser],
    'aws:principalaccount': [account],
    'aws:username': ['vault'],
    'aws:securetransport': ['true'],
    'aws:currenttime': ['2026-06-01T00:00:00Z'],
    'kms:keyorigin': ['EXTERNAL'],
    'kms:resourcealiases': ['alias/hashicorp/a-1700000000', 'alias/other'],
    'kms:schedulekeydeletionpendingwindowindays': ['30'],
    'aws:vpcsourceip': ['10.1.2.3'],
  },
  absent: ['kms:viaservice', 'aws:resourcetag/'],
};

interface Statement {
  readonly Effect?: unknown;
  readonly [element: string]: unknown;
}
const root = { AWS: `arn:aws:iam::${account}:root` };
const base = { Effect: 'Allow', Principal: { AWS: vaultUser }, Action: 'kms:*', Resource: '*' };

function read(
  statements: unknown,
  { Version = '2012-10-17' as unknown, unique_id = null as string | null } = {},
): KeyPolicyVerdict {
  return evaluateKeyPolicy(
    { ...(Version === undefined ? {} : { Version }), Statement: statements },
    { action, resource: key, principal: { arn: vaultUser, account_id: account, unique_id }, context: known },
  );
}

/** What a statement decides for Vault's user by name. */
function named(changes: Statement, options = {}): string {
  return read([{ ...base, ...changes }], options).names;
}

function when(operator: string, name: string, value: unknown): string {
  return named({ Condition: { [operator]: { [name]: value } } });
}

describe('Version', () => {
  const Resource = 'arn:aws:kms:us-west-2:111122223333:key/${aws:username}';
  test.each([
    ['2008-10-17', 'no'],
    [undefined, 'no'],
    ['2012-10-17', 'no'],
  ])('%s without a value that fits', (Version, expected) => {
    expect(named({ Resource }, { Version })).toBe(expected);
  });

  test('2008-10-17 takes a variable for text', () => {
    const Condition = { StringEquals: { 'aws:username': '${aws:username}' } };
    expect(named({ Condition }, { Version: '2008-10-17' })).toBe('no');
    expect(named({ Condition })).toBe('yes');
  });

  test('another one is not understood', () => {
    expect(read([base], { Version: '2030-01-01' })).toMatchObject({ names: 'unknown', denies: 'unknown' });
  });
});

describe('Principal and NotPrincipal', () => {
  test.each<[string, Statement, Partial<KeyPolicyVerdict>]>([
    ['the user', {}, { names: 'yes' }],
    ['everyone', { Principal: '*' }, { names: 'yes' }],
    ['everyone in a list', { Principal: { AWS: ['*'] } }, { names: 'yes' }],
    ['the account', { Principal: root }, { names: 'no', delegates: 'yes' }],
    ['the account by its id', { Principal: { AWS: account } }, { delegates: 'yes' }],
    ['another account', { Principal: { AWS: '999988887777' } }, { names: 'no', delegates: 'no' }],
    ['another user', { Principal: { AWS: `${vaultUser}2` } }, { names: 'no' }],
    ['a pattern', { Principal: { AWS: `arn:aws:iam::${account}:user/*` } }, { names: 'unknown' }],
    ['a service', { Principal: { Service: 's3.amazonaws.com' } }, { names: 'no', delegates: 'no' }],
    ['an unknown kind', { Principal: { Martian: '*' } }, { names: 'unknown', delegates: 'unknown' }],
    ['no principal', { Principal: undefined }, { names: 'unknown' }],
    [
      'everyone but another user',
      { Principal: undefined, NotPrincipal: { AWS: `${vaultUser}2` } },
      { names: 'yes' },
    ],
    ['everyone but the user', { Principal: undefined, NotPrincipal: { AWS: vaultUser } }, { names: 'no' }],
    ['everyone but the account', { Principal: undefined, NotPrincipal: root }, { names: 'unknown' }],
  ])('%s', (_, changes, expected) => {
    expect(read([{ ...base, ...changes }])).toMatchObject(expected);
  });

  test.each<[string, unknown, string]>([
    ['another user', { AWS: `${vaultUser}2` }, 'yes'],
    ['the user alone', { AWS: vaultUser }, 'unknown'],
    ['the user and its account', { AWS: [vaultUser, account] }, 'no'],
    ['the account alone', root, 'unknown'],
  ])('a denial for everyone but %s', (_, NotPrincipal, expected) => {
    expect(read([{ ...base, Effect: 'Deny', Principal: undefined, NotPrincipal }]).denies).toBe(expected);
  });

  test("a unique id is the user's only where IAM says so", () => {
    const Principal = { AWS: 'AIDAEXAMPLEEXAMPLEEXA' };
    expect(named({ Principal })).toBe('no');
    expect(named({ Principal }, { unique_id: 'AIDAEXAMPLEEXAMPLEEXA' })).toBe('yes');
    expect(named({ Principal }, { unique_id: 'AIDAANOTHERANOTHERAN' })).toBe('no');
  });

  test('one session of the role is not each', () => {
    const roleArn = `arn:aws:iam::${account}:role/team/vault`;
    const verdict = evaluateKeyPolicy(
      {
        Version: '2012-10-17',
        Statement: { ...base, Principal: { AWS: `arn:aws:sts::${account}:assumed-role/vault/one` } },
      },
      {
        action,
        resource: key,
        principal: { arn: roleArn, account_id: account, unique_id: null },
        context: known,
      },
    );
    expect(verdict).toMatchObject({ names: 'unknown', delegates: 'no' });
  });
});

describe('Action and Resource', () => {
  test.each<[string, Statement, string]>([
    ['a wildcard', { Action: 'kms:Dis*' }, 'yes'],
    ['another case', { Action: 'KMS:disablekey' }, 'yes'],
    ['another action', { Action: 'kms:EnableKey' }, 'no'],
    ['NotAction of another', { Action: undefined, NotAction: 'kms:EnableKey' }, 'yes'],
    ['NotAction of it', { Action: undefined, NotAction: 'kms:*' }, 'no'],
    ['both', { NotAction: 'kms:EnableKey' }, 'unknown'],
    ['neither', { Action: undefined }, 'unknown'],
    ['a number', { Action: 7 }, 'unknown'],
    ['the key', { Resource: key }, 'yes'],
    ['another key', { Resource: arnOf(keyId(9)) }, 'no'],
    ['keys of another region', { Resource: `arn:aws:kms:eu-west-1:${account}:key/*` }, 'no'],
    ['all keys of the account', { Resource: `arn:aws:kms:*:${account}:key/*` }, 'yes'],
    ['a wildcard over several parts', { Resource: 'arn:aws:kms:*' }, 'unknown'],
    [
      'a variable before the fifth colon',
      { Resource: 'arn:aws:kms:us-west-2:${aws:PrincipalAccount}:key/*' },
      'unknown',
    ],
    [
      'a variable in the resource part',
      { Resource: `arn:aws:kms:us-west-2:${account}:\${aws:username}/*` },
      'no',
    ],
    ['NotResource of it', { Resource: undefined, NotResource: key }, 'no'],
    ['NotResource of another', { Resource: undefined, NotResource: arnOf(keyId(9)) }, 'yes'],
    ['no resource', { Resource: undefined }, 'unknown'],
    [
      'NotResource with a variable that the request does not carry',
      { Resource: undefined, NotResource: 'arn:aws:kms:us-west-2:111122223333:key/${kms:ViaService}' },
      'unknown',
    ],
    ['an element that IAM does not have', { Resorce: '*' }, 'unknown'],
  ])('%s', (_, changes, expected) => {
    expect(named(changes)).toBe(expected);
  });
});

describe('Condition', () => {
  test.each<[string, string, unknown, string]>([
    ['StringEquals', 'aws:username', 'vault', 'yes'],
    ['StringEquals', 'aws:username', 'Vault', 'no'],
    ['stringequals', 'AWS:UserName', 'vault', 'yes'],
    ['StringEqualsIgnoreCase', 'aws:username', 'VAULT', 'yes'],
    ['StringNotEqualsIgnoreCase', 'kms:KeyOrigin', 'external', 'no'],
    ['StringLike', 'aws:username', 'v*', 'yes'],
    ['StringLike', 'aws:username', 'v${*}', 'no'],
    ['StringNotLike', 'aws:username', 'v*', 'no'],
    ['StringEquals', 'aws:username', '${aws:username}', 'yes'],
    ['StringEquals', 'aws:PrincipalAccount', '${aws:PrincipalAccount}', 'yes'],
    ['StringEquals', 'aws:username', '${aws:userid}', 'unknown'],
    ['StringEquals', 'aws:username', '${kms:ViaService}', 'no'],
    ['StringEquals', 'aws:username', "${kms:ViaService, 'vault'}", 'yes'],
    ['StringNotEquals', 'aws:username', '${kms:ViaService}', 'unknown'],
    ['StringEquals', 'aws:username', 'x-${aws:userid}', 'no'],
    ['StringEquals', 'aws:username', ['a', 'vault'], 'yes'],
    ['StringEquals', 'aws:username', [], 'unknown'],
    ['StringEquals', 'aws:SourceVpce', 'vpce-1', 'unknown'],
    ['StringEquals', 'kms:ViaService', 's3.us-west-2.amazonaws.com', 'no'],
    ['StringNotEquals', 'kms:ViaService', 's3.us-west-2.amazonaws.com', 'yes'],
    ['StringEqualsIfExists', 'kms:ViaService', 's3.us-west-2.amazonaws.com', 'yes'],
    ['Null', 'kms:ViaService', 'true', 'yes'],
    ['Null', 'aws:username', true, 'no'],
    ['Null', 'aws:SourceVpce', 'true', 'unknown'],
    ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:user/v*', 'yes'],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/*', 'no'],
    ['ArnLike', 'aws:PrincipalArn', 'arn:*', 'unknown'],
    ['ArnNotLike', 'aws:PrincipalArn', '*', 'unknown'],
    ['Bool', 'aws:SecureTransport', 'True', 'yes'],
    ['Bool', 'aws:SecureTransport', false, 'no'],
    ['Bool', 'aws:SecureTransport', 'perhaps', 'unknown'],
    ['NumericLessThan', 'kms:ScheduleKeyDeletionPendingWindowInDays', '30', 'no'],
    ['NumericLessThanEquals', 'kms:ScheduleKeyDeletionPendingWindowInDays', 30, 'yes'],
    ['NumericGreaterThan', 'kms:ScheduleKeyDeletionPendingWindowInDays', 'many', 'unknown'],
    ['DateLessThan', 'aws:CurrentTime', '2026-12-31T00:00:00Z', 'yes'],
    ['DateGreaterThan', 'aws:CurrentTime', '2026-12-31', 'no'],
    ['DateGreaterThan', 'aws:CurrentTime', '1700000000', 'yes'],
    ['DateGreaterThan', 'aws:CurrentTime', 'tomorrow', 'unknown'],
    ['IpAddress', 'aws:VpcSourceIp', '10.0.0.0/8', 'yes'],
    ['NotIpAddress', 'aws:VpcSourceIp', '10.0.0.0/8', 'no'],
    ['IpAddress', 'aws:VpcSourceIp', '10.0.0.0/64', 'unknown'],
    ['StringLike', 'kms:ResourceAliases', 'alias/*', 'unknown'],
    ['ForAnyValue:StringLike', 'kms:ResourceAliases', 'alias/hashicorp/*', 'yes'],
    ['ForAllValues:StringLike', 'kms:ResourceAliases', 'alias/hashicorp/*', 'no'],
    ['ForAllValues:StringNotLike', 'kms:ResourceAliases', 'alias/no/*', 'yes'],
    ['ForAllValues:StringLike', 'aws:ResourceTag/a', 'x', 'yes'],
    ['ForAnyValue:StringLike', 'aws:ResourceTag/a', 'x', 'no'],
    ['BinaryEquals', 'aws:username', 'dmF1bHQ=', 'unknown'],
    ['StringContains', 'aws:username', 'vault', 'unknown'],
  ])('%s %s %j', (operator, name, value, expected) => {
    expect(when(operator, name, value)).toBe(expected);
  });

  test('of no known shape', () => {
    expect(named({ Condition: 'yes' })).toBe('unknown');
    expect(named({ Condition: { StringEquals: 'yes' } })).toBe('unknown');
  });

  test('of several operators holds when all do', () => {
    const holds = { StringEquals: { 'aws:username': 'vault' } };
    expect(named({ Condition: { ...holds, Bool: { 'aws:SecureTransport': 'false' } } })).toBe('no');
    expect(named({ Condition: { ...holds, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })).toBe('unknown');
  });
});

interface Case {
  readonly statement?: object;
  readonly policy?: readonly object[];
  readonly expect: string;
}
const B = '999988887777';
const shared = JSON.parse(
  readFileSync('test/verify/cases/key-policies.json', 'utf8')
    .replaceAll('<A>', account)
    .replaceAll('<B>', B)
    .replaceAll('<KEY>', key)
    .replaceAll('<VAULT>', vaultUser),
) as { readonly public: readonly Case[]; readonly elements: readonly Case[] };

describe('the shared cases', () => {
  const judge = (Statement: readonly unknown[]) =>
    evaluateKey(
      expectation({ min_enabled_version: 1 }),
      Object.fromEntries(
        ['1', '2'].map((version) => [
          version,
          evidence(kmsKey(keyId(Number(version))), { policy: found({ Version: '2012-10-17', Statement }) }),
        ]),
      ),
      indexAliases(found([alias()])),
      context,
    ).key.versions[1]!.findings;

  test.each(shared.public.map((one) => [JSON.stringify(one.statement), one] as const))('%s', (_, one) => {
    const findings = judge([...defaultPolicy.Statement, one.statement]);
    const status = findings.find(({ check }) => check === 'policy_public')?.status ?? 'pass';
    expect(`policy_public: ${status}`).toBe(/^policy_public: \w+/.exec(one.expect)![0]);
  });

  test.each(shared.elements.map((one) => [one.expect, one] as const))('%s', (_, one) => {
    const [finding] = judge(one.policy!).filter(({ check }) => check === 'key_policy');
    expect(finding).toMatchObject({ status: 'fail' });
    expect(finding?.message).toContain('kms:EnableKey');
  });
});

describe('a statement that is public', () => {
  const isPublic = (changes: Statement) =>
    publicStatements({
      Version: '2012-10-17',
      Statement: [{ ...base, Sid: 'S', Principal: '*', ...changes }],
    });
  const bound = (operator: string, name: string, value: unknown) =>
    isPublic({ Condition: { [operator]: { [name]: value } } });

  test.each<[string, string, unknown]>([
    ['StringEquals', 'kms:CallerAccount', account],
    ['StringEquals', 'aws:PrincipalAccount', [account, B]],
    ['ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${account}:role/vault`],
    ['StringEquals', 'aws:SourceVpce', 'vpce-1a2b'],
    ['ForAnyValue:StringEquals', 'aws:PrincipalOrgPaths', 'o-abc/r-1/ou-1/'],
    ['IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '2001:db8::/32']],
  ])('is not one with %s %s %j', (operator, name, value) => {
    expect(bound(operator, name, value)).toEqual([]);
  });

  test.each<[string, string, unknown]>([
    ['StringEqualsIfExists', 'kms:CallerAccount', account],
    ['StringNotEquals', 'kms:CallerAccount', account],
    ['StringEquals', 'kms:CallerAccount', [account, '*']],
    ['StringEquals', 'kms:ViaService', 's3.us-west-2.amazonaws.com'],
    ['Bool', 'kms:GrantIsForAWSResource', 'true'],
    ['StringEquals', 'aws:PrincipalTag/team', 'a'],
    ['StringEquals', 'aws:username', 'vault'],
    ['StringEquals', 'aws:userid', 'AIDAEXAMPLE'],
    ['StringLike', 'aws:SourceVpce', 'vpce-*'],
    ['StringLike', 'aws:PrincipalOrgID', 'o-*'],
    ['StringLike', 'kms:CallerAccount', '????????????'],
    ['ArnLike', 'aws:PrincipalArn', `arn:aws:iam::*:role/vault`],
    ['IpAddress', 'aws:SourceIp', ['0.0.0.0/1', '128.0.0.0/1']],
    ['IpAddress', 'aws:SourceIp', Array.from({ length: 256 }, (_, n) => `${n}.0.0.0/8`)],
    ['IpAddress', 'aws:SourceIp', '::/0'],
    ['NotIpAddress', 'aws:SourceIp', '10.0.0.0/8'],
    ['Null', 'kms:CallerAccount', 'false'],
  ])('is one with %s %s %j', (operator, name, value) => {
    expect(bound(operator, name, value)).toEqual(['S']);
  });

  test.each<[string, Statement, string[]]>([
    ['of a named principal', { Principal: root }, []],
    ['of a pattern', { Principal: { AWS: 'arn:aws:iam::*:root' } }, ['S']],
    ['of every federated user', { Principal: { Federated: '*' } }, ['S']],
    ['by NotPrincipal', { Principal: undefined, NotPrincipal: root }, ['S']],
    ['a denial', { Effect: 'Deny' }, []],
    ['of an unknown effect', { Effect: 'Perhaps' }, ['S']],
  ])('%s', (_, changes, expected) => {
    expect(isPublic(changes)).toEqual(expected);
  });

  test('of a document that cannot be read', () => {
    expect(publicStatements('nonsense')).toBeNull();
  });
});
