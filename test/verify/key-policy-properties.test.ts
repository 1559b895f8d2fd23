import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateKeyPolicy } from '../../src/verify/key-policy/evaluate-key-policy.ts';
import { publicStatements } from '../../src/verify/key-policy/public-statements.ts';
import type { RequestContext } from '../../src/verify/key-policy/request.ts';
import { account, arnOf, keyId, vaultUser } from './support/fixtures.ts';

const key = arnOf(keyId(2));
const known: RequestContext = {
  values: { 'aws:username': ['vault'], 'kms:keyorigin': ['EXTERNAL'], 'aws:principalarn': [vaultUser] },
  absent: ['kms:viaservice'],
};
/** Two worlds for each key that the reader does not know. */
const unknownKeys = [
  'aws:SourceIp',
  'aws:SourceVpce',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalTag/team',
] as const;
const values = {
  'aws:SourceIp': '10.0.0.1',
  'aws:SourceVpce': 'vpce-1',
  'aws:MultiFactorAuthPresent': 'true',
  'aws:PrincipalTag/team': 'a',
};

const entry = fc.oneof(
  fc.record({
    operator: fc.constantFrom(
      'StringEquals',
      'StringNotEquals',
      'StringLike',
      'StringEqualsIfExists',
      'ForAllValues:StringEquals',
      'ForAnyValue:StringLike',
    ),
    name: fc.constantFrom(
      'aws:username',
      'kms:KeyOrigin',
      'kms:ViaService',
      'aws:SourceVpce',
      'aws:PrincipalTag/team',
    ),
    value: fc.constantFrom(
      'vault',
      'EXTERNAL',
      'v*',
      'vpce-1',
      'a',
      '${aws:username}',
      '${aws:PrincipalTag/team}',
      '*',
    ),
  }),
  fc.record({
    operator: fc.constantFrom('IpAddress', 'NotIpAddress'),
    name: fc.constant('aws:SourceIp'),
    value: fc.constantFrom('10.0.0.0/8', '203.0.113.0/24'),
  }),
  fc.record({
    operator: fc.constantFrom('Bool', 'BoolIfExists', 'Null'),
    name: fc.constant('aws:MultiFactorAuthPresent'),
    value: fc.constantFrom('true', 'false'),
  }),
);
const condition = fc.array(entry, { maxLength: 2 }).map((entries) => {
  const blocks: Record<string, Record<string, string>> = {};
  for (const { operator, name, value } of entries) blocks[operator] = { ...blocks[operator], [name]: value };
  return blocks;
});
const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Principal: fc.constantFrom<unknown>('*', { AWS: vaultUser }, { AWS: account }, { AWS: `${vaultUser}2` }),
    Action: fc.constantFrom<unknown>(
      'kms:*',
      'kms:Disable*',
      ['kms:EnableKey', 'kms:DisableKey'],
      'kms:EnableKey',
    ),
    Resource: fc.constantFrom<unknown>('*', key, arnOf(keyId(9)), `arn:aws:kms:*:${account}:key/*`),
    Condition: fc.option(condition, { nil: undefined }),
  })
  .map(({ Condition, ...rest }) => (Condition === undefined ? rest : { ...rest, Condition }));
const statements = fc.array(statement, { minLength: 1, maxLength: 4 });

function read(Statement: readonly unknown[], context: RequestContext = known) {
  return evaluateKeyPolicy(
    { Version: '2012-10-17', Statement },
    {
      action: 'kms:DisableKey',
      resource: key,
      principal: { arn: vaultUser, account_id: account, unique_id: null },
      context,
    },
  );
}

/** What the verdict amounts to where IAM allows the action. */
function outcome({ names, delegates, denies }: ReturnType<typeof read>): 'allowed' | 'denied' | 'unknown' {
  if (denies === 'yes' || (names === 'no' && delegates === 'no')) return 'denied';
  return denies === 'no' && (names === 'yes' || delegates === 'yes') ? 'allowed' : 'unknown';
}

test('adding a denial never turns denied into allowed', () => {
  fc.assert(
    fc.property(statements, statement, (policy, added) => {
      const before = outcome(read(policy));
      const after = outcome(read([...policy, { ...added, Effect: 'Deny' }]));
      if (before === 'denied') expect(after).toBe('denied');
      if (before === 'unknown') expect(after).not.toBe('allowed');
    }),
    { numRuns: 2_000, seed: 7 },
  );
});

test('removing an allowance never turns denied into allowed', () => {
  fc.assert(
    fc.property(statements, fc.nat(), (policy, at) => {
      const index = at % policy.length;
      if (policy[index]!.Effect !== 'Allow') return;
      const after = outcome(read(policy.filter((_, other) => other !== index)));
      if (outcome(read(policy)) === 'denied') expect(after).toBe('denied');
    }),
    { numRuns: 2_000, seed: 7 },
  );
});

test('what is decided stays so in every world that the reader does not know', () => {
  let decided = 0;
  let unknown = 0;
  fc.assert(
    fc.property(statements, fc.subarray([...unknownKeys]), (policy, carried) => {
      const before = outcome(read(policy));
      if (before === 'unknown') {
        unknown++;
        return;
      }
      decided++;
      const world: RequestContext = {
        values: {
          ...known.values,
          ...Object.fromEntries(carried.map((name) => [name.toLowerCase(), [values[name]]])),
        },
        absent: [
          ...known.absent,
          ...unknownKeys.filter((name) => !carried.includes(name)).map((name) => name.toLowerCase()),
        ],
      };
      const after = outcome(read(policy, world));
      if (after !== 'unknown') expect(after).toBe(before);
    }),
    { numRuns: 3_000, seed: 7 },
  );
  expect(decided).toBeGreaterThan(unknown);
});

test('what is not understood is never a pass', () => {
  const odd = fc.constantFrom<object>(
    { Condition: { StringContains: { 'aws:username': 'v' } } },
    { Condition: 'always' },
    { Effect: 'Perhaps' },
    { Martian: true },
    { Action: 7 },
    { Principal: { Martian: '*' } },
  );
  fc.assert(
    fc.property(statements, statement, odd, (policy, one, change) => {
      const unclear = {
        ...one,
        Principal: '*',
        Action: 'kms:*',
        Resource: '*',
        Effect: 'Deny',
        Condition: {},
        ...change,
      };
      expect(outcome(read([...policy, unclear]))).not.toBe('allowed');
    }),
    { numRuns: 1_000, seed: 7 },
  );
});

test('a statement for everyone is public unless its condition binds the caller', () => {
  fc.assert(
    fc.property(condition, (Condition) => {
      const policy = {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*', Condition }],
      };
      // None of the generated keys but two tells strangers from one's own callers, and these need fixed values.
      const isBound = Object.entries(Condition).some(([operator, block]) =>
        /^(StringEquals|StringLike|ForAnyValue:StringLike)$/.test(operator)
          ? block['aws:SourceVpce'] === 'vpce-1'
          : operator === 'IpAddress',
      );
      expect(publicStatements(policy)).toEqual(isBound ? [] : ['statement 1']);
    }),
    { numRuns: 1_000, seed: 7 },
  );
});
