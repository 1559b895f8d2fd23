import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openSharedConnections } from '../../src/aws/aws-effects.ts';
import { systemClock } from '../../src/effects/clock.ts';
import { Secret } from '../../src/model/secret.ts';
import { verifyCredentials } from '../../src/verifier/verify-credentials.ts';
import { accessKey, account, allow, region, user, vaultActions } from '../lambda/support.ts';
import type { Emulator } from '../support/emulator.ts';
import { startEmulator } from '../support/emulator.ts';

let emulator: Emulator;
const simulate = allow(['iam:SimulatePrincipalPolicy']);

beforeAll(async () => {
  emulator = await startEmulator({
    config: {
      accounts: [
        {
          id: account,
          users: [
            user('good', { vault: allow(vaultActions), simulate }),
            user('weak', { vault: allow(vaultActions.filter((one) => one !== 'kms:CreateKey')), simulate }),
            user('blind', { vault: allow(vaultActions) }),
            {
              ...user('retired', { vault: allow(vaultActions), simulate }),
              access_keys: [{ ...accessKey('retired'), status: 'Inactive' }],
            },
          ],
        },
      ],
    },
  });
});
afterAll(() => emulator.stop());

function prove(name: string, changes: { secret?: string; accounts?: string[]; endpoint?: string } = {}) {
  const { access_key_id, secret_access_key } = accessKey(name);
  return verifyCredentials(
    {
      credentials: {
        access_key: new Secret(access_key_id),
        secret_key: new Secret(changes.secret ?? secret_access_key),
        session_token: null,
        endpoint: changes.endpoint ?? emulator.awsEndpoint,
      },
      region,
      allowed_account_ids: changes.accounts ?? [],
      sets: ['vault'],
    },
    { env: {}, run_id: null, shared: openSharedConnections(systemClock), clock: systemClock },
  );
}

describe('credentials, before they are written to Vault', () => {
  test('that may do everything', async () => {
    expect(await prove('good', { accounts: [account] })).toEqual({
      account_id: account,
      arn: `arn:aws:iam::${account}:user/good`,
      verdict: 'ok',
      denied: [],
      open: [],
      simulation_denied: false,
      messages: [],
    });
  });

  test('that lack an action', async () => {
    expect(await prove('weak')).toMatchObject({ verdict: 'denied', denied: ['kms:CreateKey'], open: [] });
  });

  test('about which little could be established', async () => {
    const { verdict, open, simulation_denied, messages } = await prove('blind');
    expect(verdict).toBe('unknown');
    expect(simulation_denied).toBe(true);
    expect(open).toHaveLength(10);
    expect(messages.join('\n')).toContain('iam:SimulatePrincipalPolicy');
  });

  test.each([
    ['a wrong secret key', () => prove('good', { secret: 'wrong' }), 'SignatureDoesNotMatch'],
    ['an access key that nobody has', () => prove('nobody'), 'InvalidClientTokenId'],
    ['an access key that was disabled', () => prove('retired'), 'InvalidClientTokenId'],
    ['an account that is not allowed', () => prove('good', { accounts: ['999988887777'] }), account],
  ])('with %s are invalid', async (_, verdict, words) => {
    const { verdict: kind, messages } = await verdict();
    expect(kind).toBe('invalid');
    expect(messages).toEqual([expect.stringContaining(words)]);
    expect(messages[0]).not.toContain('secret-of');
  });

  test('of an AWS that is out of reach are unknown', async () => {
    expect(await prove('good', { endpoint: 'http://127.0.0.1:9' })).toMatchObject({
      verdict: 'unknown',
      messages: [expect.stringContaining('sts:GetCallerIdentity')],
    });
  });

  test('of an AWS whose answers are lost on the way are unknown', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    try {
      expect(await prove('good', { endpoint: `http://127.0.0.1:${port}` })).toMatchObject({
        verdict: 'unknown',
        messages: [expect.stringContaining('no answer within 5 s')],
      });
    } finally {
      silent.close();
    }
  }, 30_000);
});
