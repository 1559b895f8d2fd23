import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHandler } from '../../lambda/handler.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { Report } from '../../src/model/report.ts';
import { vaultPolicy, verifierPolicy } from '../../src/policy/iam-statements.ts';
import { actionsOf } from '../../src/verify/permissions/permission-sets.ts';
import type { Emulator } from '../support/emulator.ts';
import { startEmulator } from '../support/emulator.ts';
import {
  accessKey,
  account,
  allow,
  distribute,
  envAs,
  policyScope,
  put,
  quiet,
  record,
  region,
  user,
} from './support.ts';

let emulator: Emulator;
const scope = policyScope(region);
const looker = verifierPolicy(scope, { depth: 'full', history: true });
const lookerActions = looker.Statement.flatMap(({ Action }) => Action);
const vault = vaultPolicy(scope, ['terraform', 'vault']);
const anybody = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }],
};

/** The policy without one action. */
function without(action: string) {
  return {
    ...looker,
    Statement: looker.Statement.map((statement) => ({
      ...statement,
      Action: statement.Action.filter((one) => one !== action),
    })).filter(({ Action }) => Action.length > 0),
  };
}
const lacking = (action: string) => `no-${action.replace(/.*:/, '')}`;

beforeAll(async () => {
  emulator = await startEmulator({
    config: {
      keymgmt: { asymmetric: true },
      accounts: [
        {
          id: account,
          users: [
            user('looker', { looker }),
            user('vault', { vault }),
            user('secretary', { secrets: allow(['secretsmanager:GetSecretValue']) }),
            ...lookerActions.map((action) => user(lacking(action), { most: without(action) })),
          ],
          roles: [{ name: 'vault-role', path: '/team/', trust: anybody, policies: { vault } }],
          secrets: [
            {
              name: 'vault-credentials',
              region,
              value: {
                access_key: accessKey('vault').access_key_id,
                secret_key: accessKey('vault').secret_access_key,
              },
            },
            { name: 'nonsense', region, value: 'no JSON' },
          ],
        },
      ],
    },
  });
  await distribute(emulator, 'symmetric');
  await put(emulator, 'keymgmt/key/signer', { type: 'ecdsa-p256' });
  await put(emulator, `keymgmt/kms/aws-${region}/key/signer`, { purpose: ['sign'], protection: 'hsm' });
});
afterAll(() => emulator.stop());

async function keys() {
  const { data } = (await emulator.vault('GET', 'keymgmt/key/signer')).body;
  const signer = {
    ...(await record(emulator, 'signer')),
    purpose: ['sign'],
    public_keys: { '1': data.versions['1'].public_key },
  };
  return [await record(emulator, 'symmetric'), signer];
}

async function invoke(
  name: string,
  event: Record<string, unknown>,
  more: Record<string, string> = {},
): Promise<Report> {
  const handler = createHandler(
    envAs(emulator, name, more),
    { ...systemClock, sleep: async () => {} },
    quiet(),
  );
  return handler({ region, keys: await keys(), depth: 'full', ...event });
}

describe("the verifier's own least policy", () => {
  const event = { principal_arn: `arn:aws:sts::${account}:assumed-role/vault-role/session` };

  test("is enough, as is that of Vault's principal", async () => {
    const report = await invoke('looker', event);
    expect(report).toMatchObject({
      status: 'pass',
      principal_arn: `arn:aws:iam::${account}:role/team/vault-role`,
    });
    expect(report.permissions.map(({ action }) => action).sort()).toEqual(
      actionsOf(['terraform', 'vault']).sort(),
    );
  });

  /** What the verifier reads only when it is asked to, or when a policy or a finding depends on it. */
  const further = [
    'access-analyzer:CheckNoPublicAccess',
    'cloudtrail:LookupEvents',
    'iam:GetUser',
    'kms:GetKeyLastUsage',
    'kms:ListGrants',
    'kms:ListKeys',
    'kms:ListResourceTags',
  ];
  test.each(lookerActions.filter((action) => !further.includes(action)))(
    'without %s something is left open, and nothing fails',
    async (action) => {
      const report = await invoke(lacking(action), event);
      expect(report).toMatchObject({ status: 'indeterminate', compliant: false });
      expect(JSON.stringify(report)).toContain(action);
    },
  );
});

/** AWS ends a secret's ARN with six characters of its own. */
async function secretArn(name: string): Promise<string> {
  const client = new SecretsManagerClient({
    region,
    endpoint: emulator.awsEndpoint,
    credentials: { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey },
  });
  const { ARN } = await client.send(new GetSecretValueCommand({ SecretId: name }));
  return ARN!;
}

describe('who is judged by its own calls', () => {
  const secret = async (name: string) => ({
    credentials: { secret_arn: await secretArn(name) },
    depth: 'standard',
  });
  const open = { ALLOWED_SECRET_ARNS: '*' };
  const decided = (report: Report) =>
    report.permissions
      .filter(({ decision }) => decision !== 'indeterminate')
      .map(({ action, decision, method }) => `${action} ${decision} ${method}`);

  test('a probe needs no IAM permission, and says how much it could establish', async () => {
    const report = await invoke(
      'secretary',
      { ...(await secret('vault-credentials')), permissions: { method: 'probe' } },
      open,
    );
    expect(report.principal_arn).toBe(`arn:aws:iam::${account}:user/vault`);
    expect(decided(report)).toEqual([
      'kms:DescribeKey allowed probe',
      'kms:GetPublicKey allowed probe',
      'kms:ListAliases allowed probe',
    ]);
    expect(report.permissions.find(({ action }) => action === 'kms:CreateKey')?.message).toContain(
      'simulate',
    );
  });

  test('nothing that could change anything is called', async () => {
    await emulator.clearRequests();
    await invoke(
      'secretary',
      { ...(await secret('vault-credentials')), permissions: { method: 'probe' } },
      open,
    );
    const operations = new Set((await emulator.requests()).flatMap(({ operation }) => operation ?? []));
    for (const operation of operations) expect(operation).toMatch(/^(Get|List|Describe)/);
  });

  test('a secret that holds no credentials is one finding', async () => {
    const report = await invoke('secretary', await secret('nonsense'), open);
    expect(report.findings).toMatchObject([
      { check: 'credentials', status: 'fail', actual: 'InvalidSecret' },
    ]);
    expect(report.status).toBe('fail');
  });

  test('CloudTrail settles what nothing else does', async () => {
    const report = await invoke(lacking('iam:SimulatePrincipalPolicy'), {
      principal_arn: `arn:aws:iam::${account}:user/vault`,
      permissions: { sets: ['vault'], history: true },
    });
    expect(decided(report)).toEqual(
      expect.arrayContaining([
        'kms:CreateKey allowed history',
        'kms:ImportKeyMaterial allowed history',
        'kms:CreateAlias allowed history',
      ]),
    );
    expect(report.permissions.find(({ action }) => action === 'kms:ScheduleKeyDeletion')?.decision).toBe(
      'indeterminate',
    );
  });
});
