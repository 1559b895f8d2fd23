import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { accountsSchema } from '../../../emulator/aws/accounts.ts';

const problemsOf = (accounts: unknown) => {
  const result = v.safeParse(accountsSchema, accounts);
  return (result.issues ?? []).map((issue) => `${v.getDotPath(issue) ?? 'accounts'}: ${issue.message}`);
};
const statement = { Effect: 'Allow', Action: 'kms:*', Resource: '*' };
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const key = (access_key_id: string) => ({ access_key_id, secret_access_key: 'x' });

describe('the accounts of a configuration', () => {
  test('need only an id', () => {
    expect(v.parse(accountsSchema, [{ id: '111122223333' }])).toEqual([
      {
        id: '111122223333',
        access_keys: [],
        scps: {},
        organization_administrator: false,
        key_policy: null,
        users: [],
        roles: [],
        secrets: [],
      },
    ]);
  });

  test('are validated completely', () => {
    const problems = problemsOf([
      {
        id: '1',
        users: [
          { name: 'a b', access_keys: [{ access_key_id: 'short', secret_access_key: '' }] },
          { name: 'c', path: 'x', policies: { p: policy({ ...statement, Effect: 'Perhaps' }) } },
          { name: 'd', policies: { p: policy({ Effect: 'Allow', Action: 'kms:*' }) } },
        ],
        roles: [{ name: 'r', trust: policy(statement) }],
        extra: true,
      },
    ]);
    expect(problems).toEqual(
      expect.arrayContaining([
        '0.id: must be 12 digits',
        '0.users.0.name: must be 1 to 64 letters, digits and +=,.@-_',
        '0.users.0.access_keys.0.access_key_id: must be 16 to 128 letters and digits',
        '0.users.0.access_keys.0.secret_access_key: must not be empty',
        '0.users.1.path: must begin and end with a slash',
        '0.users.2.policies.p: must have a Resource or NotResource in each statement',
        '0.roles.0.trust: must have a Principal or NotPrincipal in each statement',
        expect.stringMatching(/^0\.extra: /),
      ]),
    );
    expect(problems.some((problem) => problem.includes('policies.p.Statement'))).toBe(true);
  });

  test('have no duplicate names', () => {
    const users = [
      { name: 'u', access_keys: [key('AKIA000000000000')] },
      { name: 'u', access_keys: [key('AKIA000000000000')] },
    ];
    const trust = policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' });
    const roles = [
      { name: 'r', trust },
      { name: 'r', trust },
    ];
    expect(problemsOf([{ id: '111122223333', users, roles }, { id: '111122223333' }])).toEqual([
      'accounts: must not name an account twice',
      'accounts: must not use an access key id twice',
      'accounts: must not name a user twice',
      'accounts: must not name a role twice',
    ]);
  });
});
