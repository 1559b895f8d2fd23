import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { authority, type Certificate, certificate } from '../support/certificates.ts';
import { failed } from '../vault/support/start.ts';
import { hasOpenBao, type OpenBao, rootToken, startOpenBao } from './openbao.ts';
import { enter, expectRevocation, self } from './openbao-session.ts';

(hasOpenBao() ? describe : describe.skip)('a connection to OpenBao', () => {
  let bao: OpenBao;
  let ca: Certificate;
  let client: Certificate;

  beforeAll(async () => {
    ca = await authority();
    const [server, other] = await Promise.all([certificate(ca, '127.0.0.1'), certificate(ca, 'ci')]);
    client = other;
    bao = await startOpenBao(ca, server);
  });
  afterAll(() => bao.stop());

  describe('namespaces', () => {
    beforeAll(async () => {
      await bao.root('PUT', 'sys/namespaces/team-a', {});
      await bao.root('PUT', 'sys/namespaces/payments', {}, 'team-a');
      await bao.root('PUT', 'sys/mounts/kv', { type: 'kv' }, 'team-a/payments');
      await bao.root('PUT', 'sys/auth/userpass', { type: 'userpass' }, 'team-a');
      const anything =
        'path "payments/kv/*" { capabilities = ["create", "update", "read", "delete", "list"] }';
      await bao.root('PUT', 'sys/policies/acl/payments', { policy: anything }, 'team-a');
      await bao.root(
        'PUT',
        'auth/userpass/users/ann',
        { password: 'p', token_policies: ['payments'] },
        'team-a',
      );
    });

    test('a login in one, work in another below it, and revoking where the token lives', async () => {
      const given = { method: 'userpass', username: 'ann', password: 'p', vault_namespace: 'team-a' };
      const entered = await enter(bao, given);
      const at = { namespace: 'payments', path: ['kv', 'app'] };
      expect(await entered.vault.put(at, { a: '1' })).toBeNull();
      expect(await entered.vault.get(at)).toEqual({ a: '1' });
      expect(await entered.vault.list({ namespace: 'payments', path: ['kv'] })).toEqual(['app']);
      await entered.vault.delete(at);
      expect(await entered.vault.list({ namespace: 'payments', path: ['kv'] })).toEqual([]);
      await expectRevocation(bao, entered);
      const apart = { ...given, vault_namespace: 'team-a/payments', auth_namespace: 'team-a' };
      await expectRevocation(bao, await enter(bao, apart));
    });

    test('one that does not exist', async () => {
      const { vault } = await enter(bao, { token: rootToken, vault_namespace: 'nowhere' });
      expect(await failed(vault.get(self))).toMatchObject({ code: 'namespace_not_found' });
    });
  });

  describe('TLS', () => {
    test('a private certificate authority', async () => {
      const given = { url: bao.secure, token: rootToken };
      const without = await enter(bao, given);
      expect(await failed(without.vault.get(self))).toMatchObject({ code: 'tls_untrusted' });
      for (const ca_certificate of [ca.cert, Buffer.from(ca.cert).toString('base64')]) {
        const { vault } = await enter(bao, { ...given, ca_certificate });
        expect(await vault.get(self)).toMatchObject({ id: rootToken });
      }
      const wrong = await enter(bao, { ...given, ca_certificate: ca.cert, tls_server_name: 'other.test' });
      expect(await failed(wrong.vault.get(self))).toMatchObject({ code: 'tls_server_name' });
    });

    test('client certificates', async () => {
      const given = { url: bao.mutual, token: rootToken, ca_certificate: ca.cert };
      const without = await enter(bao, given);
      expect(await failed(without.vault.get(self))).toMatchObject({ code: 'tls_client_certificate' });
      const { vault } = await enter(bao, {
        ...given,
        client_certificate: client.cert,
        client_key: client.key,
      });
      expect(await vault.get(self)).toMatchObject({ id: rootToken });
    });

    test('http to a port that speaks https', async () => {
      const { vault } = await enter(bao, { url: bao.secure.replace('https', 'http'), token: rootToken });
      expect(await failed(vault.get(self))).toMatchObject({ code: 'tls_required' });
    });
  });

  test('a mount that does not exist, and an engine that this server lacks', async () => {
    const { vault } = await enter(bao, { token: rootToken });
    expect(await failed(vault.get({ namespace: '', path: ['keymgmt', 'kms', 'aws'] }))).toMatchObject({
      code: 'no_engine',
    });
    const mount = { namespace: '', path: ['sys', 'mounts', 'keymgmt'] };
    expect(await failed(vault.put(mount, { type: 'keymgmt' }))).toMatchObject({
      code: 'enterprise_required',
    });
  });

  test('a sealed server', async () => {
    const { vault } = await enter(bao, { token: rootToken });
    await vault.put({ namespace: '', path: ['sys', 'seal'] }, {});
    expect(await failed(vault.get(self))).toMatchObject({ code: 'sealed', status: 503 });
  });
});
