import { describe, expect, test } from '@jest/globals';
import { failed, found } from '../../../src/model/evidence.ts';
import type { VerifyRequest } from '../../../src/verify/verify-request.ts';
import { account, denied, notFound, vaultUser } from '../support/fixtures.ts';
import type { FakeAws } from '../support/reader.ts';
import { decisionOn, report } from './decide.ts';

type Method = NonNullable<VerifyRequest['permissions']>['method'];

const actions = ['kms:DescribeKey', 'kms:DisableKey', 'kms:GetPublicKey', 'kms:ListAliases'];

/** Decides four actions, and says by what: `method: decision`. */
async function decide(aws: FakeAws = {}, method: Method = 'auto', changes: Partial<VerifyRequest> = {}) {
  const permissions = { sets: [], actions, method, history: false };
  const { report: given, calls } = await report(aws, { permissions, ...changes });
  const by = Object.fromEntries(
    actions.map((action) => {
      const row = decisionOn(given, action);
      return [action.slice(4), `${row.method}: ${row.decision}`];
    }),
  );
  return { by, calls, row: (action: string) => decisionOn(given, action) };
}

const own = { principal_arn: null, audits_verifier: true };
const asVault: FakeAws = { identity: () => found({ account_id: account, arn: vaultUser }) };
const unsupported: FakeAws = {
  publicKey: () =>
    failed({
      cause: 'unsupported',
      code: 'UnsupportedOperationException',
      message: '',
      action: 'kms:GetPublicKey',
    }),
};

describe('what a decision rests on', () => {
  test("the run's own calls, where the verifier is the audited principal", async () => {
    const { by, calls } = await decide({ ...asVault, ...unsupported }, 'auto', own);
    expect(by).toEqual({
      DescribeKey: 'probe: allowed',
      DisableKey: 'simulate: allowed',
      GetPublicKey: 'probe: allowed',
      ListAliases: 'probe: allowed',
    });
    expect(calls).toMatchObject({ simulate: 2, publicKey: 1, organizationPolicies: 0, history: 0 });
  });

  test('a simulation of each, where another principal is audited, or where only that is wanted', async () => {
    const all = Object.fromEntries(actions.map((action) => [action.slice(4), 'simulate: allowed']));
    const other = await decide(unsupported);
    expect(other).toMatchObject({ by: all, calls: { publicKey: 0 } });
    const wanted = await decide({ ...asVault, ...unsupported }, 'simulate', own);
    expect(wanted).toMatchObject({ by: all, calls: { publicKey: 0 } });
  });

  test('a call that AWS denied counts with any method', async () => {
    const { by, row } = await decide(
      { ...asVault, aliases: () => denied('kms:ListAliases') },
      'simulate',
      own,
    );
    expect(by).toMatchObject({ ListAliases: 'observed: denied', DescribeKey: 'simulate: allowed' });
    expect(row('kms:ListAliases').layer).toBe('identity policy');
  });

  test('nothing at all, where only own calls count and there was none', async () => {
    const { by, calls, row } = await decide({ ...asVault, ...unsupported }, 'probe', own);
    expect(by).toMatchObject({ DescribeKey: 'probe: allowed', DisableKey: 'none: indeterminate' });
    expect(row('kms:DisableKey')).toMatchObject({
      evidence: 'not simulated',
      message: expect.stringContaining('No read-only call shows this permission.'),
      remedy: expect.stringContaining('Use the method simulate'),
    });
    expect(calls).toMatchObject({ simulate: 0 });
  });

  test('CloudTrail only where history is wanted', async () => {
    const calls = async (history: boolean) => {
      const permissions = { sets: [], actions, method: 'auto' as const, history };
      const aws = { decision: () => denied<never>('iam:SimulatePrincipalPolicy') };
      return (await decide(aws, 'auto', { permissions })).calls['history'];
    };
    expect(await calls(false)).toBe(0);
    expect(await calls(true)).toBeGreaterThan(0);
  });
});

describe('a second simulation, with what IAM left open', () => {
  const asked = async (decision: FakeAws['decision'], more: FakeAws = {}) => {
    const contexts: boolean[] = [];
    const { calls } = await decide({
      ...more,
      decision: (action, resource, context) => {
        contexts.push(context.length > 0);
        return decision!(action, resource, context);
      },
    });
    return {
      simulate: calls['simulate'],
      organization: calls['organizationPolicies'],
      asked: contexts.length,
    };
  };

  test('is made for none of the actions where the first decides', async () => {
    expect(await asked(() => ({}))).toEqual({ simulate: 2, organization: 0, asked: 4 });
  });

  test('of the actions under a permissions boundary', async () => {
    const some = await asked((action) => (action === 'kms:DisableKey' ? { allowed_by_boundary: true } : {}));
    expect(some).toEqual({ simulate: 3, organization: 0, asked: 5 });
  });

  test('of all in an organization, whose policies are read once', async () => {
    const organization = () => found([]);
    expect(await asked(() => ({ allowed_by_organization: true }), { organization })).toEqual({
      simulate: 4,
      organization: 1,
      asked: 8,
    });
  });

  test('of those that ask about what is read on demand, as far as it could be read', async () => {
    const decision: FakeAws['decision'] = (action) =>
      action === 'kms:DisableKey' ? { missing_context: ['aws:ResourceTag/team', 'aws:SourceIp'] } : {};
    expect(await asked(decision, { tags: () => found({ team: 'payments' }) })).toMatchObject({ asked: 5 });
    expect(await asked(decision, { tags: () => denied('kms:ListResourceTags') })).toMatchObject({ asked: 4 });
    expect(await asked(() => ({ missing_context: ['aws:SourceIp'] }))).toMatchObject({ asked: 4 });
  });

  test('a simulation that failed is not repeated', async () => {
    const decision: FakeAws['decision'] = (action) =>
      action === 'kms:DisableKey' ? { allowed_by_boundary: true } : notFound('iam:SimulatePrincipalPolicy');
    const { by } = await decide({ decision });
    expect(new Set(Object.values(by))).toEqual(new Set(['simulate: indeterminate']));
  });
});

describe('what cannot be decided says why', () => {
  test('no principal', async () => {
    const { row } = await decide({}, 'auto', { principal_arn: null });
    expect(row('kms:DisableKey')).toMatchObject({
      decision: 'indeterminate',
      evidence: 'no principal',
      message: expect.stringContaining('No principal is given whose permissions to audit.'),
      remedy: 'Set principal_arn, or give the credentials of Vault.',
    });
  });

  test('a principal of another account', async () => {
    const principal_arn = 'arn:aws:iam::999988887777:user/vault';
    const { row, calls } = await decide({}, 'auto', { principal_arn });
    expect(row('kms:DisableKey')).toMatchObject({
      method: 'simulate',
      evidence: 'cross-account',
      message: expect.stringContaining(`account 999988887777, the keys to ${account}`),
      remedy: expect.stringContaining('principal of the keys'),
    });
    expect(calls['simulate']).toBe(0);
  });

  test('a principal that does not exist', async () => {
    const { row } = await decide({ decision: () => notFound('iam:SimulatePrincipalPolicy') });
    expect(row('kms:DisableKey')).toMatchObject({
      decision: 'indeterminate',
      method: 'simulate',
      message: expect.stringContaining(`There is no such user or role: ${vaultUser}`),
      remedy: expect.stringContaining("a role's ARN includes its path"),
    });
  });
});
