import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/effects/clock.ts';
import { fillTexts } from '../../../src/inputs/input-spec.ts';
import { signedCallerIdentity } from '../../../src/vault/login/aws.ts';
import { login } from '../../../src/vault/login/login.ts';
import { type VaultInputs, vaultInputs, vaultSettings } from '../../../src/vault/settings/vault-settings.ts';
import type { Emulator } from '../../support/emulator.ts';
import { startEmulator } from '../../support/emulator.ts';
import { keptLog, open } from '../support/run.ts';
import { failed } from '../support/start.ts';

const clock = { ...systemClock, now: () => new Date('2026-01-02T03:04:05Z') };
const identity = { accessKeyId: 'AKIA1', secretAccessKey: 'secret-key', sessionToken: 'session' };

describe('the signed GetCallerIdentity', () => {
  test.each([
    [{ AWS_REGION: 'eu-west-1' }, 'https://sts.eu-west-1.amazonaws.com/', 'eu-west-1'],
    [{ AWS_DEFAULT_REGION: 'cn-north-1' }, 'https://sts.cn-north-1.amazonaws.com.cn/', 'cn-north-1'],
    [{ AWS_REGION: 'eusc-de-east-1' }, 'https://sts.eusc-de-east-1.amazonaws.eu/', 'eusc-de-east-1'],
    [{ AWS_REGION: 'us-iso-east-1' }, 'https://sts.us-iso-east-1.c2s.ic.gov/', 'us-iso-east-1'],
    [{ AWS_REGION: 'us-isob-east-1' }, 'https://sts.us-isob-east-1.sc2s.sgov.gov/', 'us-isob-east-1'],
    [{ AWS_REGION: 'us-gov-west-1' }, 'https://sts.us-gov-west-1.amazonaws.com/', 'us-gov-west-1'],
    [{}, 'https://sts.us-east-1.amazonaws.com/', 'us-east-1'],
    [
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_REGION: 'us-west-2' },
      'http://127.0.0.1:4566/',
      'us-west-2',
    ],
  ])('goes to the STS of the region: %j', async (env, url, region) => {
    const request = await signedCallerIdentity(identity, 'vault.example.com', { clock, env });
    expect(request.url).toBe(url);
    expect(request.body).toBe('Action=GetCallerIdentity&Version=2011-06-15');
    const headers = new Map(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(headers.get('host')).toBe(new URL(url).host);
    expect(headers.get('x-vault-aws-iam-server-id')).toBe('vault.example.com');
    expect(headers.get('x-amz-security-token')).toBe('session');
    expect(headers.get('authorization')).toMatch(
      new RegExp(
        `^AWS4-HMAC-SHA256 Credential=AKIA1/20260102/${region}/sts/aws4_request, SignedHeaders=[^,]*host;[^,]*x-vault-aws-iam-server-id, Signature=`,
      ),
    );
    expect(JSON.stringify(request)).not.toContain('secret-key');
  });
});

describe('a login by method aws', () => {
  let emulator: Emulator;
  const role = 'arn:aws:iam::111122223333:user/ci';

  beforeAll(async () => {
    emulator = await startEmulator();
    const { vault } = emulator;
    await vault('PUT', 'sys/auth/aws', { body: { type: 'aws' } });
    const configured = { iam_server_id_header_value: 'vault.example.com' };
    await vault('PUT', 'auth/aws/config/client', { body: configured });
    await vault('PUT', 'auth/aws/role/ci', {
      body: { bound_iam_principal_arn: ['*'], resolve_aws_unique_ids: false },
    });
    await vault('PUT', 'auth/aws/role/other', {
      body: { bound_iam_principal_arn: [role], resolve_aws_unique_ids: false },
    });
  });
  afterAll(() => emulator.stop());

  beforeEach(() => {
    process.env['AWS_ACCESS_KEY_ID'] = emulator.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = emulator.secretAccessKey;
  });
  afterEach(() => {
    delete process.env['AWS_ACCESS_KEY_ID'];
    delete process.env['AWS_SECRET_ACCESS_KEY'];
  });

  async function enter(given: Partial<VaultInputs>) {
    const env = { AWS_ENDPOINT_URL: emulator.awsEndpoint, AWS_REGION: 'us-west-2' };
    const inputs = fillTexts(vaultInputs, { url: emulator.vaultAddr, method: 'aws', ...given });
    const settings = vaultSettings(inputs, env, 'test/1');
    if ('problems' in settings) throw new Error(JSON.stringify(settings.problems));
    const { connection } = open(settings.connection.url);
    const effects = {
      clock: systemClock,
      env,
      log: keptLog(),
      signal: new AbortController().signal,
      mask: () => {},
    };
    return login(settings.login, connection, effects);
  }

  test('gives a token that lives', async () => {
    const { token } = await enter({ role: 'ci', aws_iam_server_id: 'vault.example.com' });
    const { status } = await emulator.vault('GET', 'auth/token/lookup-self', { token: token.reveal() });
    expect(status).toBe(200);
  });

  test('without the server id, or with another principal, says what to do', async () => {
    expect((await failed(enter({ role: 'ci' }))).remedy).toContain('aws_iam_server_id');
    const other = await failed(enter({ role: 'other', aws_iam_server_id: 'vault.example.com' }));
    expect(other.remedy).toContain('bound_iam_principal_arn of auth/aws/role/other');
  });

  test('with a wrong secret key', async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'wrong';
    const error = await failed(enter({ role: 'ci', aws_iam_server_id: 'vault.example.com' }));
    expect(error.remedy).toContain('use_sts_region_from_client');
    expect(error.message).not.toContain('wrong,');
  });
});
