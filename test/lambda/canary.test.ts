import { DisableKeyCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHandler } from '../../lambda/handler.ts';
import { systemClock } from '../../src/effects/clock.ts';
import { verifierPolicy } from '../../src/policy/iam-statements.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import {
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
let kms: KMSClient;
const looks = { depth: 'standard', history: false } as const;
beforeAll(async () => {
  emulator = await startEmulator({
    config: {
      keymgmt: { asymmetric: true },
      accounts: [
        {
          id: account,
          users: [
            user('vault', { all: allow(['kms:*']) }),
            user('verifier', { verifier: verifierPolicy(policyScope('*'), { ...looks, canary: true }) }),
            user('looker', { verifier: verifierPolicy(policyScope('*'), looks) }),
          ],
        },
      ],
    },
  });
  kms = client('vault');
});
afterAll(() => emulator.stop());

function client(name: string): KMSClient {
  const env = envAs(emulator, name);
  return new KMSClient({
    region,
    endpoint: emulator.awsEndpoint,
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
  });
}

function check(event: object, name = 'verifier') {
  const clock = { ...systemClock, sleep: async () => {} };
  const handler = createHandler(envAs(emulator, name), clock, quiet());
  return handler({ region, permissions: { sets: [] }, canary: true, ...event });
}

/** The cryptographic operations that KMS was asked for since the requests were cleared. */
async function uses(): Promise<(string | undefined)[]> {
  const requests = await emulator.requests();
  return requests
    .map(({ operation }) => operation)
    .filter((operation) => ['Encrypt', 'Decrypt', 'Sign'].includes(operation ?? ''))
    .sort();
}

async function asymmetric(name: string, type: string, purpose: string[]) {
  await put(emulator, `keymgmt/key/${name}`, { type });
  await put(emulator, `keymgmt/kms/aws-${region}/key/${name}`, { purpose, protection: 'hsm' });
  const { data } = (await emulator.vault('GET', `keymgmt/key/${name}`)).body;
  return { ...(await record(emulator, name)), purpose, public_keys: { '1': data.versions['1'].public_key } };
}

describe('the canary of a symmetric key', () => {
  test('is made once, kept in the report, and decrypted by each later run', async () => {
    const keys = [await distribute(emulator, 'symmetric')];
    await emulator.clearRequests();
    const first = await check({ keys });
    expect(first).toMatchObject({
      status: 'pass',
      notices: [{ code: 'canary', message: expect.stringContaining('2 KMS keys') }],
    });
    expect(await uses()).toEqual(['Encrypt', 'Encrypt']);
    const made = first.keys[0]!.versions.map(({ canary }) => canary!);
    expect(made).toMatchObject([{ result: 'made' }, { result: 'made' }]);
    expect(made.every(({ ciphertext }) => /^[A-Za-z\d+/]+=*$/.test(ciphertext!))).toBe(true);
    expect(first.controls).not.toHaveProperty('canary');

    for (let baseline = first; ; ) {
      await emulator.clearRequests();
      const next = await check({ keys, baseline });
      expect(next).toMatchObject({ status: 'pass', notices: [] });
      expect(await uses()).toEqual(['Decrypt', 'Decrypt']);
      expect(next.keys[0]!.versions.map(({ canary }) => canary)).toEqual(
        made.map((canary) => ({ ...canary, result: 'pass' })),
      );
      expect(next.controls).toHaveProperty('canary');
      if (baseline !== first) break;
      baseline = next;
    }
  });

  test('that cannot be decrypted fails, and is kept for the run after', async () => {
    const keys = [await distribute(emulator, 'unreadable', 0)];
    const baseline = await check({ keys });
    const other = await distribute(emulator, 'other', 0);
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({
        KeyId: other.versions['1']!,
        Plaintext: Buffer.from('x'),
        EncryptionContext: { 'vault-keymgmt': 'canary', 'kms-key': keys[0]!.versions['1']! },
      }),
    );
    const foreign = Buffer.from(CiphertextBlob!).toString('base64');
    const report = await check({
      keys,
      baseline: {
        ...baseline,
        keys: baseline.keys.map((key) => ({
          ...key,
          versions: key.versions.map((version) => ({
            ...version,
            canary: { ...version.canary, ciphertext: foreign },
          })),
        })),
      },
    });
    expect(report.keys[0]!.versions[0]).toMatchObject({
      status: 'fail',
      canary: { result: 'fail', ciphertext: foreign },
      findings: [
        {
          check: 'canary',
          status: 'fail',
          message: expect.stringMatching(/is not readable with the KMS key .+: KMS cannot decrypt it/),
        },
      ],
    });
  });

  test('of another text fails', async () => {
    const keys = [await distribute(emulator, 'changed', 0)];
    const KeyId = keys[0]!.versions['1']!;
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({
        KeyId,
        Plaintext: Buffer.from('another text'),
        EncryptionContext: { 'vault-keymgmt': 'canary', 'kms-key': KeyId },
      }),
    );
    const ciphertext = Buffer.from(CiphertextBlob!).toString('base64');
    const canaries = { '1': { ciphertext, made_at: '2023-11-14T22:13:20Z' } };
    const report = await check({ keys: [{ ...keys[0], canaries }] });
    expect(report.keys[0]!.versions[0]!.findings).toMatchObject([{ check: 'canary', status: 'fail' }]);
  });

  test('is not used where the key may not be, and no key is without canary: true', async () => {
    const keys = [await distribute(emulator, 'disabled', 0)];
    await emulator.clearRequests();
    expect((await check({ keys, canary: false })).status).toBe('pass');
    await kms.send(new DisableKeyCommand({ KeyId: keys[0]!.versions['1']! }));
    const report = await check({ keys });
    expect(report.keys[0]!.versions[0]!.findings).toMatchObject([{ check: 'key_state' }]);
    expect(await uses()).toEqual([]);
  });

  test('without the permission is inconclusive, and says what to allow', async () => {
    const keys = [await distribute(emulator, 'denied', 0)];
    const report = await check({ keys }, 'looker');
    expect(report.keys[0]!.versions[0]!.findings).toMatchObject([
      {
        check: 'canary',
        status: 'indeterminate',
        message: expect.stringContaining('kms:Encrypt: AccessDeniedException'),
        remediation: expect.stringContaining('kms:Encrypt'),
      },
    ]);
  });

  test('does not let the verifier encrypt or decrypt anything else', async () => {
    const [{ versions }] = [await distribute(emulator, 'limited', 0)] as const;
    const encrypt = (EncryptionContext?: Record<string, string>) =>
      client('verifier').send(
        new EncryptCommand({
          KeyId: versions['1']!,
          Plaintext: Buffer.from('x'),
          ...(EncryptionContext === undefined ? {} : { EncryptionContext }),
        }),
      );
    await expect(encrypt()).rejects.toThrow(/AccessDenied|not authorized/);
    await expect(encrypt({ 'vault-keymgmt': 'data' })).rejects.toThrow(/AccessDenied|not authorized/);
    await expect(encrypt({ 'vault-keymgmt': 'canary' })).resolves.toBeDefined();
  });
});

describe('the canary of an asymmetric key', () => {
  test.each([
    ['rsa-2048', ['sign', 'verify'], 'Sign'],
    ['ecdsa-p256', ['sign', 'verify'], 'Sign'],
    ['ecdsa-p384', ['sign', 'verify'], 'Sign'],
    ['ecdsa-p521', ['sign', 'verify'], 'Sign'],
    ['rsa-2048', ['encrypt', 'decrypt'], 'Decrypt'],
  ])('%s for %s passes with Vault’s public key, and fails with another', async (type, purpose, operation) => {
    const name = `${type}-${purpose[0]}`;
    const key = await asymmetric(name, type, purpose);
    await emulator.clearRequests();
    const report = await check({ keys: [key] });
    expect(report.keys[0]!.versions[0]!.findings).toEqual([]);
    expect(report.keys[0]!.versions[0]!.canary).toEqual({ result: 'pass' });
    expect(report.notices).toEqual([]);
    expect(await uses()).toEqual([operation]);

    const other = await asymmetric(`${name}-other`, type, purpose);
    await emulator.setFaults({
      match: { operation: 'GetPublicKey' },
      times: 99,
      fault: { status: 400, body: { __type: 'AccessDeniedException', message: 'not you' } },
    });
    const swapped = await check({ keys: [{ ...key, public_keys: other.public_keys }] });
    await emulator.clearFaults();
    const found = swapped.keys[0]!.versions[0]!.findings.filter(({ check }) => check === 'canary');
    expect(found).toMatchObject([{ status: 'fail' }]);
  });
});
