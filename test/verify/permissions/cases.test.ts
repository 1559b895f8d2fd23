import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { failed, found } from '../../../src/model/evidence.ts';
import type { Report } from '../../../src/model/report.ts';
import { Transcript } from '../../support/transcript.ts';
import { account, defaultPolicy, denied, now, vaultUser } from '../support/fixtures.ts';
import { decisionOn as findDecision, keyArn, oneKey, report } from './decide.ts';
import { policyWorld } from './policy-world.ts';

/** Each decision that these tests look at, with its evidence and remedy. */
const transcript = new Transcript('test/verify/permissions/cases.txt');

function decisionOn(given: Report, action: string) {
  const row = findDecision(given, action);
  transcript.record({ decision: row });
  return row;
}

interface Case {
  readonly identity?: readonly unknown[];
  readonly scp?: readonly unknown[];
  readonly key?: readonly unknown[];
  readonly replica_regions?: readonly string[];
  readonly used_days_ago?: number;
  readonly actions?: readonly string[];
  readonly expect: string | Readonly<Record<string, string>>;
}
const { cases } = JSON.parse(
  readFileSync('test/verify/cases/permissions.json', 'utf8')
    .replaceAll('<A>', account)
    .replaceAll('<KEY>', keyArn)
    .replaceAll('<VAULT>', vaultUser),
) as { readonly cases: readonly Case[] };

const everything = [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }];
const fullAccess = { Effect: 'Allow', Action: '*', Resource: '*' };

function worldOf({ identity = everything, scp, key = [], used_days_ago }: Case) {
  return {
    ...policyWorld({
      identity,
      scp: scp === undefined ? null : [fullAccess, ...scp],
      keys: () => ({ ...defaultPolicy, Statement: [...defaultPolicy.Statement, ...key] }),
    }),
    ...(used_days_ago === undefined
      ? {}
      : {
          usage: () =>
            found({
              last_used: new Date(Date.parse(now) - used_days_ago * 86_400_000).toISOString(),
              operation: 'Decrypt',
              created: '2020-01-01T00:00:00.000Z',
              tracked_since: '2020-01-01T00:00:00.000Z',
            }),
        }),
  };
}

describe('the shared cases', () => {
  const withDecisions = cases.filter(
    (one): one is Case & { expect: Readonly<Record<string, string>> } => typeof one.expect === 'object',
  );
  test.each(withDecisions.map((one, at) => [`${at + 1}: ${JSON.stringify(one.expect)}`, one] as const))(
    '%s',
    async (_, one) => {
      const { report: given } = await report(worldOf(one), {
        expectations: [oneKey({ replica_regions: one.replica_regions ?? [] })],
        ...(one.actions === undefined
          ? {}
          : { permissions: { sets: [], actions: one.actions, method: 'auto', history: false } }),
      });
      for (const [action, expected] of Object.entries(one.expect)) {
        const { decision, message } = decisionOn(given, action);
        expect({ action, decision }).toEqual({
          action,
          decision: expect.stringMatching(
            new RegExp(`^(${/^\w+( or \w+)?/.exec(expected)![0].replace(' or ', '|')})$`),
          ),
        });
        const where = / in ([a-z]+-[a-z]+-\d)/.exec(expected)?.[1];
        if (where !== undefined) expect(message).toContain(where);
      }
    },
  );

  test('a condition in a service control policy: the limit is said', async () => {
    const one = cases.find(({ scp }) => JSON.stringify(scp)?.includes('MultiFactorAuthPresent'))!;
    const { report: given } = await report(worldOf(one));
    expect(decisionOn(given, 'kms:DisableKey').decision).toBe('allowed');
    expect(given.limits.map(({ code }) => code)).toContain('service_control_policies');
  });

  test('a condition in a service control policy that can be read', async () => {
    const one = cases.find(({ scp }) => JSON.stringify(scp)?.includes('MultiFactorAuthPresent'))!;
    const levels = [[{ Version: '2012-10-17', Statement: [fullAccess, ...one.scp!] }]];
    const { report: given } = await report({ ...worldOf(one), organization: () => found(levels) });
    expect(decisionOn(given, 'kms:DisableKey').decision).toBe('indeterminate');
    expect(given.limits.map(({ code }) => code)).not.toContain('service_control_policies');
  });

  test('a key that cannot be described: nothing is allowed on it', async () => {
    const one = cases.find(({ scp }) => JSON.stringify(scp)?.includes('kms:DescribeKey'))!;
    const { report: given } = await report({ ...worldOf(one), keys: () => denied('kms:DescribeKey') });
    const onKeys = given.permissions.filter(({ action }) => !/CreateKey|ListAliases/.test(action));
    expect(onKeys.filter(({ decision }) => decision === 'allowed')).toEqual([]);
    expect(decisionOn(given, 'kms:DisableKey').message).toContain(keyArn);
  });
});

describe('a key that could not be read', () => {
  const unread = { keys: () => denied<never>('kms:DescribeKey') };

  test('is denied what IAM denies explicitly', async () => {
    const identity = [...everything, { Effect: 'Deny', Action: 'kms:DisableKey', Resource: '*' }];
    const { report: given } = await report({ ...policyWorld({ identity }), ...unread });
    expect(decisionOn(given, 'kms:DisableKey')).toMatchObject({
      decision: 'denied',
      layer: 'identity policy',
    });
    expect(decisionOn(given, 'kms:EnableKey')).toMatchObject({ decision: 'indeterminate' });
    expect(decisionOn(given, 'kms:EnableKey').remedy).toContain('kms:DescribeKey');
  });

  test('may be allowed by a key policy that nobody has read', async () => {
    const { report: given } = await report({ ...policyWorld({ identity: [] }), ...unread });
    expect(decisionOn(given, 'kms:EnableKey').decision).toBe('indeterminate');
    expect(decisionOn(given, 'kms:CreateKey').decision).toBe('denied');
  });
});

describe('the principal', () => {
  const missing = () =>
    failed<never>({
      cause: 'not_found',
      code: 'NoSuchEntity',
      message: 'The user with name vault cannot be found.',
      action: 'iam:SimulatePrincipalPolicy',
    });

  test('that does not exist is said to be missing', async () => {
    const { report: given } = await report({ decision: missing });
    expect(new Set(given.permissions.map(({ decision, message }) => `${decision}: ${message}`)).size).toBe(1);
    expect(given.permissions[0]).toMatchObject({
      decision: 'indeterminate',
      message: expect.stringContaining(`There is no such user or role: ${vaultUser}`),
    });
  });

  test('whose role has a path that may not be read', async () => {
    const { report: given } = await report(
      { decision: missing, principal: () => denied('iam:GetRole') },
      { principal_arn: `arn:aws:sts::${account}:assumed-role/vault/session` },
    );
    for (const { decision, remedy } of given.permissions) {
      expect(decision).toBe('indeterminate');
      expect(remedy).toContain('Allow iam:GetRole');
    }
  });
});

describe('the requests carry', () => {
  const only = (Condition: object, Action = 'kms:*') => [
    { Effect: 'Allow', Action, Resource: '*', Condition },
  ];

  test.each<[string, object, string, object]>([
    ['the time', { DateGreaterThan: { 'aws:CurrentTime': '2023-01-01T00:00:00Z' } }, 'kms:DisableKey', {}],
    ['the epoch time', { NumericGreaterThan: { 'aws:EpochTime': '1600000000' } }, 'kms:CreateKey', {}],
    ['the user name', { StringEquals: { 'aws:username': 'vault' } }, 'kms:ListAliases', {}],
    ['the kind of principal', { StringEquals: { 'aws:PrincipalType': 'User' } }, 'kms:CreateAlias', {}],
    [
      'the alias of the key',
      { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': 'alias/hashicorp/*' } },
      'kms:DisableKey',
      {},
    ],
    [
      'the window of the deletion',
      { NumericGreaterThanEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' } },
      'kms:ScheduleKeyDeletion',
      {},
    ],
    [
      'the tags of the key',
      { StringEquals: { 'aws:ResourceTag/owner': 'vault' } },
      'kms:DisableKey',
      { tags: () => found({ owner: 'vault' }) },
    ],
    [
      'the tags of the principal',
      { StringEquals: { 'aws:PrincipalTag/team': 'vault' } },
      'kms:DisableKey',
      { principal: () => found({ arn: vaultUser, unique_id: 'AIDAEXAMPLE', tags: { team: 'vault' } }) },
    ],
  ])('%s', async (_, condition, action, more) => {
    const world = policyWorld({ identity: only(condition) });
    const { report: given } = await report({ ...world, ...more });
    expect(decisionOn(given, action).decision).toBe('allowed');
    const key = { ...policyWorld({ identity: everything, keys: () => keyPolicyWith(condition) }), ...more };
    const { report: second } = await report(key);
    if (action !== 'kms:CreateKey' && action !== 'kms:ListAliases' && action !== 'kms:CreateAlias')
      expect(decisionOn(second, action).decision).toBe('allowed');
  });

  const keyPolicyWith = (Condition: object) => ({
    Version: '2012-10-17',
    Statement: [{ ...defaultPolicy.Statement[0], Condition }],
  });

  test('what was not read stays unknown', async () => {
    const world = policyWorld({ identity: only({ StringEquals: { 'aws:ResourceTag/owner': 'vault' } }) });
    const { report: given, calls } = await report({ ...world, tags: () => denied('kms:ListResourceTags') });
    expect(decisionOn(given, 'kms:DisableKey').decision).toBe('indeterminate');
    expect(calls['resourceTags']).toBe(1);
  });

  test('nothing is read that no policy asks for', async () => {
    const { calls } = await report(policyWorld({ identity: everything }));
    expect(calls).toMatchObject({
      resourceTags: 0,
      lastUsage: 0,
      principal: 0,
      grants: 0,
      organizationPolicies: 0,
    });
  });
});

describe('grants', () => {
  const without = (action: string) =>
    [...everything, { Effect: 'Allow', NotAction: [action], Resource: '*' }].slice(1);
  const world = policyWorld({ identity: without('kms:DescribeKey') });
  const grant = { grantee: vaultUser, operations: ['DescribeKey'], is_constrained: false };

  test.each<[string, Parameters<typeof report>[0], string]>([
    ['none', {}, 'denied'],
    ['one for the principal', { grants: () => found([grant]) }, 'allowed'],
    ['one with constraints', { grants: () => found([{ ...grant, is_constrained: true }]) }, 'indeterminate'],
    [
      'one for another principal',
      { grants: () => found([{ ...grant, grantee: `${vaultUser}2` }]) },
      'denied',
    ],
    ['unread', { grants: () => denied('kms:ListGrants') }, 'indeterminate'],
  ])('%s', async (_, more, expected) => {
    const { report: given } = await report({ ...world, ...more });
    expect(decisionOn(given, 'kms:DescribeKey').decision).toBe(expected);
  });

  test('none overrules a denial', async () => {
    const identity = [...everything, { Effect: 'Deny', Action: 'kms:DescribeKey', Resource: '*' }];
    const { report: given, calls } = await report({
      ...policyWorld({ identity }),
      grants: () => found([grant]),
    });
    expect(decisionOn(given, 'kms:DescribeKey').decision).toBe('denied');
    expect(calls['grants']).toBe(0);
  });
});

describe('CloudTrail', () => {
  const history = { sets: [], actions: ['kms:DisableKey'], method: 'auto' as const, history: true };
  const succeeded = { time: '2023-12-01T00:00:00Z', resources: [keyArn], denial: null };
  const unknown = policyWorld({
    identity: [
      {
        Effect: 'Allow',
        Action: 'kms:*',
        Resource: '*',
        Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
      },
    ],
  });

  test.each<[string, Parameters<typeof report>[0], string]>([
    ['a success on the key', { history: () => found([succeeded]) }, 'allowed'],
    [
      'a success on another key',
      { history: () => found([{ ...succeeded, resources: [`${keyArn}0`] }]) },
      'indeterminate',
    ],
    [
      'a denial on another key',
      { history: () => found([{ ...succeeded, resources: [`${keyArn}0`], denial: 'no' }]) },
      'indeterminate',
    ],
    ['a denial on the key', { history: () => found([{ ...succeeded, denial: 'no' }]) }, 'denied'],
    [
      'a success before the key policy was changed',
      {
        history: () => found([succeeded]),
        policyChanges: () => found({ principal: null, keys: { [keyArn]: '2023-12-02T00:00:00Z' } }),
      },
      'indeterminate',
    ],
    [
      'a success before a policy of the principal was changed',
      {
        history: () => found([succeeded]),
        policyChanges: () => found({ principal: '2023-12-02T00:00:00Z', keys: {} }),
      },
      'indeterminate',
    ],
  ])('%s', async (_, more, expected) => {
    const { report: given } = await report({ ...unknown, ...more }, { permissions: history });
    expect(decisionOn(given, 'kms:DisableKey').decision).toBe(expected);
  });

  test('overrules no denial by a service control policy', async () => {
    const world = policyWorld({
      identity: everything,
      scp: [fullAccess, { Effect: 'Deny', Action: 'kms:DisableKey', Resource: '*' }],
    });
    const { report: given } = await report(
      { ...world, history: () => found([succeeded]) },
      { permissions: history },
    );
    expect(decisionOn(given, 'kms:DisableKey')).toMatchObject({
      decision: 'indeterminate',
      layer: 'service control policy',
    });
  });
});
