import { arnCovers, resourceCovers } from '../../src/verify/key-policy/arn-pattern.ts';
import { conditionHolds } from '../../src/verify/key-policy/condition.ts';
import { parsePolicy } from '../../src/verify/key-policy/document.ts';
import { bindsToKnownCallers } from '../../src/verify/key-policy/fixed-callers.ts';
import { matchPrincipal } from '../../src/verify/key-policy/match-principal.ts';
import { parseOperator } from '../../src/verify/key-policy/operators.ts';
import { covers, hasMissingVariable } from '../../src/verify/key-policy/pattern.ts';
import { publicStatements } from '../../src/verify/key-policy/public-statements.ts';
import { Transcript } from '../support/transcript.ts';
import { account, arnOf, vaultUser } from './support/fixtures.ts';

/** Each element of a key policy by itself: patterns, operators, conditions, principals, documents. */
const known = {
  values: {
    'aws:username': ['vault'],
    'aws:principaltag/team': ['a*'],
    'kms:resourcealiases': ['alias/a', 'alias/b'],
    'aws:epochtime': ['1700000000'],
  },
  absent: ['kms:viaservice', 'aws:resourcetag/'],
};
const kmsArn = arnOf('k1');
const arns: readonly (readonly [string, string])[] = [
  [kmsArn, kmsArn],
  ['arn:aws:kms:*:*:key/*', kmsArn],
  ['arn:aws:kms:*:key/k1', kmsArn],
  ['arn:*:key/k1', kmsArn],
  ['arn:aws:kms:us-west-2:111122223333:key/${aws:username}', arnOf('vault')],
  ['arn:aws:kms:us-west-2:${aws:PrincipalTag/team}:key/k1', kmsArn],
  ['arn:aws:kms:us-west-2:111122223333:key/${aws:SourceIp}', kmsArn],
  ['arn:aws:kms:us-west-2:111122223333:key:${kms:ViaService}', `${kmsArn}:x`],
  ['arn:aws:kms:us-west-2:111122223333:a:b:c', 'arn:aws:kms:us-west-2:111122223333:a:b:c'],
  ['arn:aws:kms:us-west-2:111122223333:a:b:', 'arn:aws:kms:us-west-2:111122223333:a:b:'],
  ['arn:aws:kms:us-west-2:111122223333:a:b', 'arn:aws:kms:us-west-2:111122223333:a:b:'],
  ['arn:aws:kms:us-west-2:111122223333:', 'arn:aws:kms:us-west-2:111122223333:'],
  ['arn:aws:kms:us-west-2:111122223333', kmsArn],
  ['*', kmsArn],
  ['*', '*'],
  ['arn:aws:kms:*', '*'],
  ['**', '*'],
  ['', ''],
];
const patterns: readonly (readonly [string, string])[] = [
  ['vault', 'vault'],
  ['Vault', 'vault'],
  ['v*t', 'vault'],
  ['v?ult', 'vault'],
  ['v.ult', 'vault'],
  ['${aws:username}', 'vault'],
  ['${ aws:username }', 'vault'],
  ['x-${aws:username}-y', 'x-vault-y'],
  ['${aws:PrincipalTag/team}', 'abc'],
  ['${aws:PrincipalTag/team}', 'a*'],
  ['${kms:ViaService}', 'x'],
  ["${kms:ViaService, 'x'}", 'x'],
  ["${kms:ViaService,'x' }", 'x'],
  ["${kms:ViaService,  'x'  }", 'x'],
  ["${aws:username, 'x'}", 'vault'],
  ['${aws:SourceIp}', 'x'],
  ['a${aws:SourceIp}', 'x'],
  ['${kms:ResourceAliases}', 'alias/a'],
  ['${*}', '*'],
  ['${?}', '?'],
  ['${$}', '$'],
  ['${*}', 'x'],
  ['${unfinished', '${unfinished'],
  ['${aws:username}${', 'vault${'],
  ['a\nb', 'a\nb'],
  ['a*', 'a\nb'],
];
const operators = [
  'StringEquals',
  'StringNotEqualsIgnoreCase',
  'ForAllValues:StringLike',
  'ForAnyValue:StringNotLikeIfExists',
  'Null',
  'NullIfExists',
  'ForAnyValue:Null',
  'BoolIfExists',
  'NotIpAddress',
  'ArnNotLike',
  'DateNotEquals',
  'NumericNotEquals',
  'BinaryEquals',
  '',
  ':',
  'ForSome:StringEquals',
  'x:StringEquals',
  'String Equals',
];
const comparisons: readonly (readonly [string, string, string])[] = [
  ...['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].flatMap(
    (name) =>
      ['1', '2', '3', 'x', '${aws:EpochTime}'].map((wanted) => [`Numeric${name}`, '2', wanted] as const),
  ),
  ...['Equals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].flatMap((name) =>
    [
      '2026-01-01',
      '2026-01-01T00:00:00Z',
      '1767225600',
      '1767225600.5',
      '2027-01-01T00:00:00Z',
      'tomorrow',
      'x1767225600',
    ].map((wanted) => [`Date${name}`, '2026-01-01T00:00:00Z', wanted] as const),
  ),
  ...['true', 'TRUE', 'false', '1', ' true'].map((wanted) => ['Bool', 'true', wanted] as const),
  ['Bool', 'yes', 'yes'],
  ...[
    '10.0.0.0/8',
    '10.1.2.3',
    '10.1.2.3/32',
    '11.0.0.0/8',
    '10.0.0.0/33',
    '10.0.0.0/x',
    '10.0.0.0/',
    '::/0',
    '::ffff:10.1.2.3/128',
    'x/8',
    '',
  ].map((wanted) => ['IpAddress', '10.1.2.3', wanted] as const),
  ...['2001:db8::/32', '2001:db8::/129', '10.0.0.0/8'].map(
    (wanted) => ['IpAddress', '2001:db8::1', wanted] as const,
  ),
  ['IpAddress', 'x', '10.0.0.0/8'],
  ['StringEquals', 'a', 'A'],
  ['StringEqualsIgnoreCase', 'a', 'A'],
  ['StringEqualsIgnoreCase', 'a', 'b'],
  ['StringEquals', 'a', '*'],
  ['StringLike', 'a', '*'],
  ['ArnLike', kmsArn, 'arn:aws:kms:*:*:key/*'],
  ['ArnEquals', kmsArn, 'arn:aws:kms:*:*:key/*'],
];
const conditions: readonly unknown[] = [
  undefined,
  {},
  null,
  [],
  { StringEquals: 'x' },
  { StringEquals: { 'aws:username': [] } },
  { StringEquals: { 'aws:username': {} } },
  { StringEquals: { 'aws:username': ['x', 'vault'] } },
  { StringEquals: { 'AWS:UserName': 'vault' } },
  { StringNotEquals: { 'aws:username': ['x', 'vault'] } },
  { StringNotEquals: { 'aws:username': ['x', 'y'] } },
  { StringEquals: { 'aws:username': '${aws:username}' } },
  { StringNotEquals: { 'aws:username': '${kms:ViaService}' } },
  { StringEquals: { 'aws:username': '${kms:ViaService}' } },
  { StringEquals: { 'kms:ViaService': 'x' } },
  { StringNotEquals: { 'kms:ViaService': 'x' } },
  { StringEqualsIfExists: { 'kms:ViaService': 'x' } },
  { 'ForAllValues:StringEquals': { 'kms:ViaService': 'x' } },
  { 'ForAnyValue:StringEquals': { 'kms:ViaService': 'x' } },
  { 'ForAnyValue:StringNotEquals': { 'kms:ViaService': 'x' } },
  { StringEquals: { 'aws:SourceIp': 'x' } },
  { StringEquals: { 'kms:ResourceAliases': 'alias/a' } },
  { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/a' } },
  { 'ForAllValues:StringEquals': { 'kms:ResourceAliases': 'alias/a' } },
  { 'ForAllValues:StringLike': { 'kms:ResourceAliases': 'alias/*' } },
  { 'ForAllValues:StringNotLike': { 'kms:ResourceAliases': 'alias/c' } },
  { 'ForAnyValue:StringNotEquals': { 'kms:ResourceAliases': 'alias/a' } },
  { Null: { 'kms:ViaService': 'true' } },
  { Null: { 'kms:ViaService': 'FALSE' } },
  { Null: { 'aws:username': true } },
  { Null: { 'aws:username': ['true', 'false'] } },
  { Null: { 'aws:username': 'maybe' } },
  { Null: { 'aws:SourceIp': 'true' } },
  { Unheard: { 'aws:username': 'vault' } },
  { NumericEquals: { 'aws:EpochTime': 1700000000 } },
  { StringEquals: { 'aws:username': 'vault', 'kms:ViaService': 'x' } },
  { StringEquals: { 'aws:username': 'vault' }, Bool: { 'aws:SourceIp': 'true' } },
  { StringEquals: { 'aws:ResourceTag/x': 'y' } },
];
const anyone = { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' };
const publicOnes: readonly unknown[] = [
  anyone,
  { ...anyone, Sid: 'Open' },
  { ...anyone, Effect: 'Deny' },
  { ...anyone, Effect: 'Perhaps' },
  { ...anyone, Principal: { AWS: '*' } },
  { ...anyone, Principal: { AWS: ['arn:aws:iam::1:root', '*'] } },
  { ...anyone, Principal: { AWS: 'arn:aws:iam::${aws:x}:root' } },
  { ...anyone, Principal: { AWS: 'a?b' } },
  { ...anyone, Principal: { AWS: ['a', 'b'] } },
  { ...anyone, Principal: {} },
  { ...anyone, Principal: { AWS: [] } },
  { ...anyone, Principal: { AWS: 7 } },
  { ...anyone, Principal: { AWS: [7, 'a'] } },
  { ...anyone, Principal: undefined, NotPrincipal: { AWS: 'a' } },
  { ...anyone, Principal: { AWS: 'a' }, NotPrincipal: { AWS: 'a' } },
  { ...anyone, Principal: null },
  { ...anyone, Principal: ['a'] },
  { ...anyone, Condition: { StringEquals: { 'kms:CallerAccount': account } } },
  { ...anyone, Condition: { StringEquals: { 'aws:username': 'x' } } },
  { ...anyone, Condition: 'x' },
  7,
];
const callers: readonly (readonly [string, string, ...string[]])[] = [
  ['StringEquals', 'kms:CallerAccount', account],
  ['StringEquals', 'KMS:calleraccount', account, 'x'],
  ['StringLike', 'kms:CallerAccount', '1111*'],
  ['StringEqualsIgnoreCase', 'aws:PrincipalAccount', account],
  ['StringEqualsIfExists', 'kms:CallerAccount', account],
  ['ForAllValues:StringEquals', 'kms:CallerAccount', account],
  ['ForAnyValue:StringEquals', 'kms:CallerAccount', account],
  ['StringNotEquals', 'kms:CallerAccount', account],
  ['NumericEquals', 'kms:CallerAccount', account],
  ['Unheard', 'kms:CallerAccount', account],
  ['ArnEquals', 'aws:PrincipalArn', vaultUser],
  ['ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${account}:*`],
  ['ArnLike', 'aws:PrincipalArn', 'arn:aws:s3:::x'],
  ['StringEquals', 'aws:PrincipalOrgID', 'o-abc'],
  ['StringEquals', 'aws:PrincipalOrgID', 'x'],
  ['StringEquals', 'aws:PrincipalOrgPaths', 'o-abc/r-1/'],
  ['StringEquals', 'aws:PrincipalOrgPaths', 'o-abc'],
  ['StringEquals', 'aws:SourceAccount', account],
  ['ArnEquals', 'aws:SourceArn', `arn:aws:s3:::${account}`],
  ['ArnEquals', 'aws:SourceArn', `arn:aws:sns:us-west-2:${account}:x`],
  ['StringEquals', 'aws:SourceOrgID', 'o-abc'],
  ['StringEquals', 'aws:SourceOrgPaths', 'o-abc/x'],
  ['StringEquals', 'aws:SourceVpc', 'vpc-1'],
  ['StringEquals', 'aws:SourceVpc', 'vpce-1'],
  ['StringEquals', 'aws:SourceVpce', 'vpce-1'],
  ['StringEquals', 'aws:SourceVpce', '${aws:SourceVpce}'],
  ['StringEquals', 'kms:ViaService', 's3.amazonaws.com'],
  ['StringEquals', 'aws:username', 'x'],
  ['IpAddress', 'aws:SourceIp', '10.0.0.0/8'],
  ['IpAddress', 'aws:SourceIp', '10.0.0.0/7'],
  ['IpAddress', 'aws:SourceIp', '10.0.0.0/9', '11.0.0.0/9'],
  ['IpAddress', 'aws:SourceIp', '10.0.0.0/8', '11.0.0.1'],
  ['IpAddress', 'aws:SourceIp', '203.0.113.7'],
  ['IpAddress', 'aws:SourceIp', '2001:db8::/32'],
  ['IpAddress', 'aws:SourceIp', '2001:db8::/31'],
  ['IpAddress', 'aws:SourceIp', '2001:db8::1', '10.0.0.0/8'],
  ['IpAddress', 'aws:SourceIp', 'x/8'],
  ['NotIpAddress', 'aws:SourceIp', '10.0.0.0/8'],
  ['StringEquals', 'aws:SourceIp', '10.0.0.1'],
  ['ForAnyValue:IpAddress', 'aws:SourceIp', '10.0.0.0/8'],
];
const principals: readonly object[] = [
  ...[
    '*',
    { AWS: '*' },
    { AWS: vaultUser },
    { AWS: [vaultUser, `${vaultUser}2`] },
    { AWS: account },
    { AWS: `arn:aws:iam::${account}:root` },
    { AWS: 'arn:aws:iam::999988887777:root' },
    { AWS: 'AIDAEXAMPLE123' },
    { AWS: 'AIDAEXAMPLE999' },
    { AWS: 'AIDAX' },
    { AWS: `arn:aws:iam::${account}:user/*` },
    { AWS: `arn:aws:sts::${account}:assumed-role/vault/x` },
    { AWS: 'nonsense' },
    { Service: 's3.amazonaws.com' },
    { Federated: 'x', CanonicalUser: 'y' },
    { Martian: 'x' },
    { AWS: vaultUser, Martian: 'x' },
    { AWSX: 'x' },
    {},
    null,
    7,
    { AWS: [] },
    { AWS: 7 },
    'x',
  ].flatMap((value) => [
    { Effect: 'Allow', Principal: value },
    { Effect: 'Allow', NotPrincipal: value },
    { Effect: 'Deny', NotPrincipal: value },
  ]),
  { Effect: 'Deny', NotPrincipal: { AWS: [vaultUser, account] } },
  { Effect: 'Allow', NotPrincipal: { AWS: [vaultUser, account] } },
  { Effect: 'Allow' },
  { Effect: 'Allow', Principal: '*', NotPrincipal: '*' },
];
const documents: readonly unknown[] = [
  null,
  7,
  [],
  {},
  { Statement: {} },
  { Statement: [] },
  { Statement: [{}, null] },
  { Statement: [[]] },
  { Version: '2012-10-17', Statement: { Sid: 'One' } },
  {
    Version: '2008-10-17',
    Statement: [
      { Sid: '' },
      { Sid: 7 },
      { Sid: 'x', Extra: 1 },
      {
        Effect: 1,
        Principal: 1,
        NotPrincipal: 1,
        Action: 1,
        NotAction: 1,
        Resource: 1,
        NotResource: 1,
        Condition: 1,
      },
    ],
  },
  { Version: '2030-01-01', Statement: [] },
];

new Transcript('test/verify/key-policy-tables.txt').tests({
  'ARN patterns': () =>
    arns.map(([pattern, text]) =>
      [
        pattern,
        text,
        arnCovers(pattern, text, known),
        resourceCovers(pattern, text, known),
        resourceCovers(pattern, text, null),
      ].join(' | '),
    ),
  'text patterns': () =>
    patterns.map(([pattern, text]) =>
      [
        pattern,
        text,
        ...[true, false].map((wildcards) => covers(pattern, text, { wildcards, variables: known })),
        covers(pattern, text, { wildcards: true, variables: null, ignore_case: true }),
        hasMissingVariable(pattern, known),
      ].join(' | '),
    ),
  operators: () =>
    operators.map((text) => {
      const { quantifier, test: each, negated, if_exists, is_null_test } = parseOperator(text);
      return [text, quantifier, each !== null, negated, if_exists, is_null_test].join(' | ');
    }),
  values: () =>
    comparisons.map(([operator, actual, wanted]) =>
      [operator, actual, wanted, parseOperator(operator).test?.(actual, wanted, known)].join(' | '),
    ),
  conditions: () =>
    conditions.map((condition) =>
      [
        JSON.stringify(condition),
        conditionHolds(condition, known, true),
        conditionHolds(condition, known, false),
      ].join(' | '),
    ),
  'statements for anyone': () =>
    publicOnes.map((one) =>
      [JSON.stringify(one), JSON.stringify(publicStatements({ Version: '2012-10-17', Statement: one }))].join(
        ' | ',
      ),
    ),
  'callers that a condition binds': () =>
    callers.map(([operator, key, ...values]) =>
      [operator, key, values, bindsToKnownCallers({ operator, key, values })].join(' | '),
    ),
  principals: () =>
    principals.map((one) => {
      const { direct, account: of } = matchPrincipal(
        { label: '', has_unknown_element: false, ...one },
        { arn: vaultUser, account_id: account, unique_id: 'AIDAEXAMPLE123' },
      );
      return [JSON.stringify(one), direct, of].join(' | ');
    }),
  documents: () =>
    documents.map((one) => {
      const policy = parsePolicy(one);
      return [
        JSON.stringify(one),
        policy === null
          ? null
          : JSON.stringify(
              policy.statements.map(({ label, has_unknown_element }) => [label, has_unknown_element]),
            ),
        policy?.has_variables,
      ].join(' | ');
    }),
});
