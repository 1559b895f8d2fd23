import {
  DeleteAliasCommand,
  DeleteImportedKeyMaterialCommand,
  DisableKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHandler } from '../../lambda/handler.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { Report } from '../../src/model/report.ts';
import type { Emulator } from '../support/emulator.ts';
import { startEmulator } from '../support/emulator.ts';
import {
  account,
  allow,
  distribute,
  envAs,
  lookerPolicy,
  put,
  quiet,
  record,
  region,
  user,
  vaultActions,
} from './support.ts';

let emulator: Emulator;
let kms: KMSClient;

/** Changes under way are not waited for. */
const hurried = { ...systemClock, sleep: async () => {} };

const verifier = `arn:aws:iam::${account}:role/team/verifier`;
const lacking = (action: string) => `without-${action.replace('kms:', '')}`;
const arn = (name: string) => `arn:aws:iam::${account}:user/${name}`;

beforeAll(async () => {
  emulator = await startEmulator({
    config: {
      accounts: [
        {
          id: account,
          users: [
            user('looker', { looker: lookerPolicy, assume: allow(['sts:AssumeRole']) }),
            user('stranger', {}),
            user('vault', { vault: allow(vaultActions) }),
            ...vaultActions.map((action) =>
              user(lacking(action), { most: allow(vaultActions.filter((one) => one !== action)) }),
            ),
          ],
          roles: [
            {
              name: 'verifier',
              path: '/team/',
              trust: {
                Version: '2012-10-17',
                Statement: [
                  {
                    Effect: 'Allow',
                    Principal: { AWS: arn('looker') },
                    Action: 'sts:AssumeRole',
                    Condition: { StringEquals: { 'sts:ExternalId': 'our-secret-handshake' } },
                  },
                ],
              },
              policies: { looker: lookerPolicy, vault: allow(vaultActions) },
            },
          ],
          secrets: [
            {
              name: 'vault-credentials',
              region,
              value: {
                access_key: user('vault', {}).access_keys[0]?.access_key_id,
                secret_key: 'secret-of-vault',
              },
            },
          ],
        },
      ],
    },
  });
  kms = new KMSClient({
    region,
    endpoint: emulator.awsEndpoint,
    credentials: { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey },
  });
});
afterAll(() => emulator.stop());

function invoke(
  event: Record<string, unknown>,
  name = 'looker',
  more: Record<string, string> = {},
): Promise<Report> {
  return createHandler(
    envAs(emulator, name, more),
    hurried,
    quiet(),
  )({ region, principal_arn: arn('vault'), ...event });
}

test('what Vault distributed passes', async () => {
  const keys = [await distribute(emulator, 'first'), await distribute(emulator, 'second', 0)];
  const report = await invoke({ keys });
  expect(report.findings).toEqual([]);
  expect(report).toMatchObject({
    status: 'pass',
    compliant: true,
    account_id: account,
    principal_arn: arn('vault'),
    summary: { keys: 2, versions: 3, passed: 3, permissions: { allowed: 14, denied: 0, indeterminate: 0 } },
  });
});

test("the Action's distributions are taken as they are", async () => {
  const { name, ...rest } = await distribute(emulator, 'as-output', 0);
  const distribution = {
    ...rest,
    key: name,
    id: 'keymgmt/x',
    namespace: '',
    path: 'keymgmt',
    region,
    protection: 'hsm',
    replica_regions: [],
  };
  expect((await invoke({ keys: [distribution] })).status).toBe('pass');
});

test('a retired version may be disabled', async () => {
  await distribute(emulator, 'retired');
  await put(emulator, 'keymgmt/key/retired', { min_enabled_version: 2 });
  const key = await record(emulator, 'retired');
  expect((await invoke({ keys: [key] })).status).toBe('pass');
  expect(
    (await invoke({ keys: [{ ...key, min_enabled_version: 1 }] })).keys[0]?.versions[0]?.findings,
  ).toMatchObject([{ check: 'key_state', actual: 'Disabled' }]);
});

describe('what is broken behind Vault’s back is named, and nothing else', () => {
  type Break = (latest: string, alias: string, old: string) => Promise<unknown>;
  const breaks: [string, string, Break][] = [
    ['disabled', 'key_state', (KeyId) => kms.send(new DisableKeyCommand({ KeyId }))],
    ['pending-deletion', 'key_state', (KeyId) => kms.send(new ScheduleKeyDeletionCommand({ KeyId }))],
    ['without-material', 'material', (KeyId) => kms.send(new DeleteImportedKeyMaterialCommand({ KeyId }))],
    [
      'alias-moved',
      'alias_target',
      (_, AliasName, TargetKeyId) => kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId })),
    ],
    ['alias-gone', 'alias_exists', (_, AliasName) => kms.send(new DeleteAliasCommand({ AliasName }))],
  ];
  test.each(breaks)('%s', async (name, check, breakIt) => {
    const key = await distribute(emulator, name);
    await breakIt(key.versions['2']!, key.alias, key.versions['1']!);
    const report = await invoke({ keys: [key] });
    const [only] = report.keys;
    const findings = [...only!.versions.flatMap((version) => version.findings), ...only!.findings];
    expect(findings).toMatchObject([{ check, status: 'fail' }]);
    expect(report).toMatchObject({ status: 'fail', compliant: false });
  });

  test.each([
    ['elsewhere', 'a key in another region', {}],
    ['elsewhere-as-output', 'a distribution that says it is in another region', { region }],
  ])('%s: %s', async (name, _, further) => {
    const key = { ...(await distribute(emulator, name, 0)), ...further };
    const report = await invoke({ keys: [key], region: 'eu-west-1' });
    expect(report.keys[0]).toMatchObject({
      status: 'fail',
      findings: [],
      versions: [{ findings: [{ check: 'exists', expected: expect.stringContaining('eu-west-1') }] }],
    });
  });
});

describe('with a principal that lacks one of the fourteen actions', () => {
  test.each(vaultActions)('%s: exactly that row is denied', async (action) => {
    const key = await record(emulator, 'first');
    const report = await invoke({ keys: [key], principal_arn: arn(lacking(action)) });
    expect(report.permissions.filter(({ decision }) => decision !== 'allowed')).toMatchObject([
      { action, decision: 'denied', method: 'simulate', evidence: 'implicitDeny', layer: 'identity policy' },
    ]);
    expect(report.keys).toMatchObject([{ status: 'pass' }]);
  });
});

describe('who looks', () => {
  const role = { role_arn: verifier, external_id: 'our-secret-handshake' };
  const allowed = { ALLOWED_ROLE_ARNS: `arn:aws:iam::${account}:role/team/*` };
  const first = async () => [await record(emulator, 'first')];

  test('a role with an external id, which is judged when nobody else is named', async () => {
    const report = await invoke(
      { keys: await first(), credentials: role, principal_arn: undefined },
      'looker',
      allowed,
    );
    expect(report).toMatchObject({ status: 'pass', principal_arn: verifier });
  });

  test('a role that may not be assumed is one finding', async () => {
    const credentials = { ...role, external_id: 'guessed' };
    const report = await invoke({ keys: await first(), credentials }, 'looker', allowed);
    expect(report).toMatchObject({ status: 'fail', keys: [{ status: 'indeterminate' }] });
    expect(report.findings).toMatchObject([{ check: 'credentials', actual: 'AccessDenied' }]);
    expect(report.findings[0]?.message).toContain('sts:AssumeRole');
  });

  test("a secret's user, which is judged itself", async () => {
    const secret_arn = `arn:aws:secretsmanager:${region}:${account}:secret:vault-credentials`;
    const env = { ALLOWED_SECRET_ARNS: '*' };
    const event = { keys: await first(), credentials: { secret_arn }, principal_arn: undefined };
    const report = await invoke(event, 'looker', env);
    // The looker may not read secrets.
    expect(report.findings).toMatchObject([{ check: 'credentials', actual: 'AccessDeniedException' }]);
  });

  test('somebody without any permission establishes nothing, and says why', async () => {
    const report = await invoke({ keys: await first() }, 'stranger');
    expect(report.status).toBe('indeterminate');
    expect(report.keys[0]?.versions[0]?.findings).toMatchObject([
      { check: 'exists', status: 'indeterminate' },
    ]);
    expect(report.summary.permissions).toEqual({ allowed: 0, denied: 0, indeterminate: 14 });
  });

  test('with a wrong secret key: one finding', async () => {
    const report = await invoke({ keys: await first() }, 'looker', { AWS_SECRET_ACCESS_KEY: 'wrong' });
    expect(report.findings).toMatchObject([{ check: 'credentials', actual: 'SignatureDoesNotMatch' }]);
  });

  test('nobody is judged when nobody is named', async () => {
    const report = await invoke({ keys: await first(), principal_arn: undefined });
    expect(report).toMatchObject({
      status: 'indeterminate',
      principal_arn: null,
      keys: [{ status: 'pass' }],
    });
  });
});

describe('as a failure, when the event asks for it', () => {
  test('names the first findings', async () => {
    const keys = [await record(emulator, 'disabled')];
    await expect(invoke({ keys, fail_on_noncompliance: true })).rejects.toMatchObject({
      name: 'NotCompliantError',
      message: expect.stringContaining('key_state'),
    });
  });

  test('also for what is indeterminate', async () => {
    const event = { keys: [await record(emulator, 'first')], principal_arn: undefined };
    await expect(invoke({ ...event, fail_on_indeterminate: true })).rejects.toThrow('indeterminate');
    expect((await invoke({ ...event, fail_on_noncompliance: true })).status).toBe('indeterminate');
  });
});

test('a batch of a Step Functions map is the same event', async () => {
  const Items = [await record(emulator, 'first')];
  const batch = { BatchInput: { region, principal_arn: arn('vault') }, Items };
  const handler = createHandler(envAs(emulator, 'looker'), hurried, quiet());
  expect((await handler(batch)).status).toBe('pass');
});
