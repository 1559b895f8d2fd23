import { afterEach, describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import { revokeToken } from '../../../src/vault/login/revoke-token.ts';
import type { Reply } from '../support/server.ts';
import { closeAll, start } from '../support/start.ts';

afterEach(closeAll);

describe('revoking', () => {
  const session = {
    token: new Secret('hvs.new'),
    accessor: 'acc-1',
    namespace: 'admin',
    expires: new Date('2026-01-01T00:00:00Z'),
  };

  test('ends the token in the namespace that it lives in', async () => {
    const { connection, seen } = await start([{ status: 204 }], { namespace: 'work' });
    expect(await revokeToken(connection, session)).toBeNull();
    expect(seen).toMatchObject([
      {
        method: 'PUT',
        url: '/v1/auth/token/revoke-self',
        headers: { 'x-vault-token': 'hvs.new', 'x-vault-namespace': 'admin' },
      },
    ]);
  });

  test('a token that is dead already is no error', async () => {
    const { connection } = await start([
      { status: 403, json: { errors: ['permission denied', 'invalid token'] } },
    ]);
    expect(await revokeToken(connection, session)).toBeNull();
  });

  test('a live token that may not revoke itself, and a Vault that does not answer, are warnings', async () => {
    const denied: Reply = { status: 403, json: { errors: ['permission denied'] } };
    const { connection } = await start([denied, { status: 200, json: { data: { capabilities: ['deny'] } } }]);
    expect(await revokeToken(connection, session)).toMatch(
      /^The Vault token \(accessor acc-1\) could not be revoked and may be valid until 2026-01-01T00:00:00.000Z: PUT/,
    );
    const sealed = await start([{ status: 503, json: { errors: ['Vault is sealed'] } }]);
    const warning = await revokeToken(sealed.connection, session);
    expect(warning).toContain('Vault is sealed');
    expect(warning).not.toContain('hvs.new');
  });
});
