import * as kms from '@aws-sdk/client-kms';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHandler } from '../../lambda/handler.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { Report } from '../../src/model/report.ts';
import { verifierPolicy } from '../../src/policy/iam-statements.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { importMaterial } from '../support/import-material.ts';
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
  vaultActions,
} from './support.ts';

/** What only a look behind Vault's back shows, in an emulator that keeps to KMS's own rules. */
let emulator: Emulator;
let client: kms.KMSClient;
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }],
};
const scope = policyScope('*');

beforeAll(async () => {
  const { Statement, Version } = verifierPolicy(scope, { depth: 'full', history: true });
  const without = (sid: string) => ({ Version, Statement: Statement.filter(({ Sid }) => Sid !== sid) });
  emulator = await startEmulator({
    config: {
      accounts: [
        {
          id: account,
          users: [
            user('looker', { own: { Version, Statement } }),
            user('unsimulated', { own: without('AuditVault') }),
            user('homebody', { own: verifierPolicy(policyScope(region), { depth: 'full', history: false }) }),
            user('vault', { own: allow([...vaultActions, 'kms:ReplicateKey']) }),
            user('worker', { assume: allow(['sts:AssumeRole']) }),
          ],
          roles: [{ name: 'vault-role', path: '/team/', trust, policies: { own: allow(['kms:CreateKey']) } }],
        },
      ],
    },
  });
  client = clientIn(region);
});
afterAll(() => emulator.stop());

function clientIn(at: string): kms.KMSClient {
  const credentials = { accessKeyId: emulator.accessKeyId, secretAccessKey: emulator.secretAccessKey };
  return new kms.KMSClient({ region: at, endpoint: emulator.awsEndpoint, credentials });
}

async function invoke(event: Record<string, unknown>, name = 'looker'): Promise<Report> {
  const handler = createHandler(envAs(emulator, name), { ...systemClock, sleep: async () => {} }, quiet());
  return handler({ region, permissions: { sets: [] }, ...event });
}

function findingsOf(report: Report) {
  return report.keys.flatMap(({ versions, findings }) => [
    ...versions.flatMap((version) => version.findings.map((one) => ({ version: version.version, ...one }))),
    ...findings,
  ]);
}

describe('a second key material', () => {
  test('that waits for its rotation is found, and only at the depth full', async () => {
    const key = await distribute(emulator, 'waiting');
    await importMaterial(client, key.versions['2']!, { ImportType: 'NEW_KEY_MATERIAL' });
    expect(findingsOf(await invoke({ keys: [key] }))).toEqual([]);
    const report = await invoke({ keys: [key], depth: 'full' });
    expect(findingsOf(report)).toMatchObject([
      { version: 2, check: 'material_history', status: 'fail', actual: '2 key materials' },
    ]);
    expect(findingsOf(report)[0]?.message).toContain('PENDING_ROTATION');
    expect(report.compliant).toBe(false);
  });

  test('that took the place of Vault’s own is found by its history, and by a recorded id', async () => {
    const key = await distribute(emulator, 'rotated', 0);
    const before = await invoke({ keys: [key] });
    expect(before.status).toBe('pass');
    const key_material_ids = { '1': before.keys[0]!.versions[0]!.key_material_id };
    const KeyId = key.versions['1']!;
    await importMaterial(client, KeyId, { ImportType: 'NEW_KEY_MATERIAL' });
    await client.send(new kms.RotateKeyOnDemandCommand({ KeyId }));
    expect(findingsOf(await invoke({ keys: [key], depth: 'full' }))).toMatchObject([
      { check: 'material_history', status: 'fail' },
    ]);
    expect(findingsOf(await invoke({ keys: [{ ...key, key_material_ids }] }))).toMatchObject([
      { check: 'material_id', status: 'fail', expected: key_material_ids['1'] },
    ]);
  });
});

describe('the replicas of a multi-region key', () => {
  const replicas = ['eu-west-1', 'eu-central-1'];

  /** A multi-region key as Vault leaves it, replicated, its id in every region. */
  async function replicated(name: string) {
    const provider = `keymgmt/kms/aws-${region}`;
    await put(emulator, `keymgmt/key/${name}`, { type: 'aes256-gcm96', replica_regions: replicas });
    await put(emulator, `${provider}/key/${name}`, { purpose: ['encrypt', 'decrypt'], protection: 'hsm' });
    await put(emulator, `${provider}/key/${name}/replicate`, {});
    const key = { ...(await record(emulator, name)), replica_regions: replicas };
    return { key, KeyId: key.versions['1']! };
  }
  beforeAll(() => distribute(emulator, 'provider-of-replicas', 0));

  type Break = (replica: kms.KMSClient, KeyId: string) => Promise<unknown>;
  const breaks: readonly (readonly [string, string, Break])[] = [
    ['is disabled', 'Disabled', (there, KeyId) => there.send(new kms.DisableKeyCommand({ KeyId }))],
    [
      'will be deleted',
      'PendingDeletion',
      (there, KeyId) => there.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })),
    ],
    [
      'has lost its material',
      'PendingImport',
      (there, KeyId) => there.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId })),
    ],
  ];
  test.each(breaks)('one that %s is found, the primary being as it should', async (_, actual, breakIt) => {
    const { key, KeyId } = await replicated(`replicated-${actual.toLowerCase()}`);
    expect(findingsOf(await invoke({ keys: [key] }))).toEqual([]);
    await breakIt(clientIn('eu-central-1'), KeyId);
    const check = actual === 'PendingImport' ? 'replicas' : 'key_state';
    expect(findingsOf(await invoke({ keys: [key] }))).toMatchObject([
      { check, status: 'fail', actual, message: expect.stringContaining('eu-central-1') },
    ]);
  });

  test('one that KMS made, and that nobody imported into, is found', async () => {
    const { KeyMetadata } = await client.send(
      new kms.CreateKeyCommand({ Origin: 'EXTERNAL', MultiRegion: true }),
    );
    const KeyId = KeyMetadata!.KeyId!;
    await importMaterial(client, KeyId);
    await client.send(new kms.ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' }));
    const { key } = await replicated('by-hand');
    const versions = { '1': KeyId };
    await client.send(new kms.UpdateAliasCommand({ AliasName: key.alias, TargetKeyId: KeyId }));
    const report = await invoke({ keys: [{ ...key, versions, replica_regions: ['eu-west-1'] }] });
    expect(findingsOf(report)).toMatchObject([{ check: 'replicas', actual: 'PendingImport' }]);
  });

  test('one that the verifier may not look at is open', async () => {
    const { key } = await replicated('unseen');
    const report = await invoke({ keys: [key] }, 'homebody');
    expect(findingsOf(report)).toMatchObject([
      { check: 'replicas', status: 'indeterminate', message: expect.stringContaining('kms:DescribeKey') },
    ]);
  });
});

describe('what CloudTrail remembers', () => {
  const history = { sets: ['vault'], history: true };
  const decided = ({ permissions }: Report) =>
    Object.fromEntries(
      permissions
        .filter(({ method }) => method === 'history')
        .map(({ action, decision, layer }) => [action, [decision, layer]]),
    );

  /** A session of the role, which calls KMS. */
  async function session(): Promise<kms.KMSClient> {
    const { access_key_id: accessKeyId, secret_access_key: secretAccessKey } = accessKey('worker');
    const endpoint = emulator.awsEndpoint;
    const sts = new STSClient({ region, endpoint, credentials: { accessKeyId, secretAccessKey } });
    const RoleArn = `arn:aws:iam::${account}:role/team/vault-role`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'vault' }));
    return new kms.KMSClient({
      region,
      endpoint,
      credentials: {
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      },
    });
  }

  test('settles what a role did and was refused, and leaves the rest open', async () => {
    const key = await distribute(emulator, 'remembered', 0);
    const role = await session();
    await role.send(new kms.CreateKeyCommand({ Origin: 'EXTERNAL' }));
    const refused = role.send(new kms.DisableKeyCommand({ KeyId: key.versions['1']! }));
    await expect(refused).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const principal_arn = `arn:aws:iam::${account}:role/team/vault-role`;
    const report = await invoke({ keys: [key], principal_arn, permissions: history }, 'unsimulated');
    expect(decided(report)).toEqual({
      'kms:CreateKey': ['allowed', null],
      'kms:DisableKey': ['denied', 'identity policy'],
    });
    expect(report.summary.permissions).toEqual({ allowed: 1, denied: 1, indeterminate: 9 });
  });

  test('is not asked where a simulation settles everything', async () => {
    const key = await distribute(emulator, 'simulated', 0);
    await emulator.clearRequests();
    const principal_arn = `arn:aws:iam::${account}:user/vault`;
    const report = await invoke({ keys: [key], principal_arn, permissions: history });
    expect(report.summary.permissions).toEqual({ allowed: 11, denied: 0, indeterminate: 0 });
    const operations = (await emulator.requests()).map(({ operation }) => operation);
    expect(operations).not.toContain('LookupEvents');
  });
});
