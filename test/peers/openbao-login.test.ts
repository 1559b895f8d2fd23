import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { authority, type Certificate, certificate } from '../support/certificates.ts';
import { serve } from '../vault/support/server.ts';
import { failed } from '../vault/support/start.ts';
import { hasOpenBao, type OpenBao, rootToken, startOpenBao } from './openbao.ts';
import { enter, expectRevocation, self } from './openbao-session.ts';

const policy = 'path "kv/data/app" { capabilities = ["read"] }';

(hasOpenBao() ? describe : describe.skip)('logging in to OpenBao', () => {
  let bao: OpenBao;
  let ca: Certificate;
  let client: Certificate;

  beforeAll(async () => {
    ca = await authority();
    const [server, other] = await Promise.all([certificate(ca, '127.0.0.1'), certificate(ca, 'ci')]);
    client = other;
    bao = await startOpenBao(ca, server);
    await bao.root('PUT', 'sys/policies/acl/app', { policy });
    await bao.root('PUT', 'sys/mounts/kv', { type: 'kv', options: { version: '2' } });
  });
  afterAll(() => bao.stop());

  test('token: is used as it is', async () => {
    const { vault, session } = await enter(bao, { token: rootToken });
    expect(await vault.get(self)).toMatchObject({ id: rootToken });
    expect(session.ours).toBe(false);
  });

  test('approle: logs in, may what its policy says, and is revoked', async () => {
    await bao.root('PUT', 'sys/auth/approle', { type: 'approle' });
    await bao.root('PUT', 'auth/approle/role/ci', { token_policies: ['app'], token_ttl: '5m' });
    const { data: role } = (await bao.root('GET', 'auth/approle/role/ci/role-id')) as {
      data: { role_id: string };
    };
    const { data } = (await bao.root('PUT', 'auth/approle/role/ci/secret-id')) as {
      data: { secret_id: string };
    };
    const given = { method: 'approle', role_id: role.role_id };
    const entered = await enter(bao, { ...given, secret_id: data.secret_id });
    expect(entered.session.expires?.getTime()).toBeGreaterThan(Date.now() + 290_000);

    const app = { namespace: '', path: ['kv', 'data', 'app'] };
    expect(await entered.vault.get(app)).toBeNull();
    expect(await failed(entered.vault.put(app, { data: {} }))).toMatchObject({
      code: 'permission_denied',
      message: expect.stringContaining(
        'PUT kv/data/app: Vault answered 403: "permission denied"; it needs "create" or "update" on this path, and the token has only "read"',
      ),
    });
    await expectRevocation(bao, entered);

    const wrong = await failed(enter(bao, { ...given, secret_id: 'wrong' }));
    expect(wrong).toMatchObject({
      status: 400,
      message: expect.stringContaining('invalid role or secret ID'),
    });
    expect(wrong.remedy).toContain('secret_id');
  });

  test('userpass', async () => {
    await bao.root('PUT', 'sys/auth/people', { type: 'userpass' });
    await bao.root('PUT', 'auth/people/users/ann', { password: 'correct horse' });
    const given = { method: 'userpass', auth_path: 'auth/people/', username: 'ann' };
    await expectRevocation(bao, await enter(bao, { ...given, password: 'correct horse' }));
    const wrong = await failed(enter(bao, { ...given, password: 'battery' }));
    expect(wrong).toMatchObject({ remedy: 'Check `username` and `password`.' });
  });

  test('cert: the client certificate is the credential', async () => {
    await bao.root('PUT', 'sys/auth/cert', { type: 'cert' });
    await bao.root('PUT', 'auth/cert/certs/ci', { certificate: ca.cert, allowed_common_names: ['ci'] });
    const given = { method: 'cert', role: 'ci', url: bao.secure, ca_certificate: ca.cert };
    await expectRevocation(
      bao,
      await enter(bao, { ...given, client_certificate: client.cert, client_key: client.key }),
    );
    const other = await authority('Another CA');
    const stranger = { client_certificate: other.cert, client_key: other.key };
    expect((await failed(enter(bao, { ...given, ...stranger }))).message).toMatch(/certificate/);
  });

  describe('jwt', () => {
    let sign: (claims: Record<string, unknown>) => Promise<string>;
    const claims = { aud: 'vault', sub: 'repo:acme/app:ref:refs/heads/main', repository: 'acme/app' };

    beforeAll(async () => {
      const { publicKey, privateKey } = await generateKeyPair('RS256');
      sign = (given) =>
        new SignJWT(given)
          .setProtectedHeader({ alg: 'RS256' })
          .setIssuer('https://issuer')
          .setIssuedAt()
          .setExpirationTime('5m')
          .sign(privateKey);
      await bao.root('PUT', 'sys/auth/jwt', { type: 'jwt' });
      const keys = { jwt_validation_pubkeys: [await exportSPKI(publicKey)], bound_issuer: 'https://issuer' };
      await bao.root('PUT', 'auth/jwt/config', keys);
      const role = { role_type: 'jwt', user_claim: 'sub', bound_audiences: ['vault'] };
      await bao.root('PUT', 'auth/jwt/role/ci', { ...role, bound_claims: { repository: 'acme/app' } });
      await bao.root('PUT', 'auth/jwt/role/subject', {
        ...role,
        bound_subject: 'repo:acme@1/app@2:ref:refs/heads/main',
      });
      await bao.root('PUT', 'auth/jwt/role/open', {
        role_type: 'jwt',
        user_claim: 'sub',
        bound_claims: { repository: 'acme/app' },
      });
    });

    test('that was given', async () => {
      await expectRevocation(bao, await enter(bao, { method: 'jwt', role: 'ci', jwt: await sign(claims) }));
    });

    test("of the runner, from GitHub's endpoint", async () => {
      const endpoint = await serve([{ status: 200, json: { value: await sign(claims) } }]);
      const env = {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${endpoint.url}?v=1`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
      };
      await expectRevocation(
        bao,
        await enter(bao, { method: 'jwt', role: 'ci', jwt_audience: 'vault' }, env),
      );
      expect(endpoint.seen[0]?.url).toBe('/?v=1&audience=vault');
      await endpoint.close();
    });

    test.each<[string, string, Record<string, unknown>, string]>([
      ['another audience', 'ci', { aud: 'sigstore' }, 'jwt_audience'],
      ['no audience in the role', 'open', {}, 'bound_audiences'],
      ['another repository', 'ci', { repository: 'mallory/app' }, 'bound_claims'],
      ['another subject', 'subject', {}, 'repository_id'],
      ['no such role', 'missing', {}, 'vault list auth/jwt/role'],
    ])('%s is refused with the fix', async (_case, role, other, remedy) => {
      const error = await failed(
        enter(bao, { method: 'jwt', role, jwt: await sign({ ...claims, ...other }) }),
      );
      expect(error).toMatchObject({ status: 400, remedy: expect.stringContaining(remedy) });
      expect(error.message).toContain('presented: iss "https://issuer"');
    });

    test('a signature of another key', async () => {
      const { privateKey } = await generateKeyPair('RS256');
      const jwt = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer('https://issuer')
        .setExpirationTime('5m')
        .sign(privateKey);
      expect((await failed(enter(bao, { method: 'jwt', role: 'ci', jwt }))).remedy).toContain(
        'oidc_discovery_url',
      );
    });
  });

  test('an auth method that does not exist', async () => {
    const error = await failed(enter(bao, { method: 'approle', auth_path: 'nowhere', role_id: 'r' }));
    expect(error).toMatchObject({ status: 403, remedy: expect.stringContaining('mounted at auth/nowhere') });
  });
});
