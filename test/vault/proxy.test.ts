import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { proxyAuthorization, proxyFor } from '../../src/effects/proxy.ts';
import { Secret } from '../../src/model/secret.ts';
import type { Certificate } from '../support/certificates.ts';
import { authority, certificate } from '../support/certificates.ts';
import type { ConnectProxy } from '../support/proxy.ts';
import { connectProxy } from '../support/proxy.ts';
import { noTls, open } from './support/run.ts';
import type { Listening } from './support/server.ts';
import { serve } from './support/server.ts';

const at = { namespace: '', path: ['sys', 'health'] };
const fine = { status: 200, json: { initialized: true } };
const password = 'hunter2%40home';

describe('through a CONNECT proxy with a password', () => {
  let ca: Certificate;
  let client: Certificate;
  let vault: Listening;
  let proxy: ConnectProxy;

  beforeAll(async () => {
    ca = await authority();
    const [own, other] = await Promise.all([certificate(ca, 'vault.test'), certificate(ca, 'ci')]);
    client = other;
    vault = await serve([fine], { ...own, ca: ca.cert, requestCert: true, rejectUnauthorized: true });
    proxy = await connectProxy({ credentials: 'ci:hunter2@home', resolve: () => '127.0.0.1' });
  });
  afterEach(() => void proxy.targets.splice(0));
  afterAll(() => Promise.all([vault.close(), proxy.close()]));

  const reach = (env: Record<string, string>) => {
    const tls = { ...noTls, ca: ca.cert, cert: client.cert, key: new Secret(client.key) };
    return open(new URL(`https://vault.test:${vault.port}`), { tls }, { env });
  };

  test.each(['HTTPS_PROXY', 'https_proxy'])(
    '%s: with a private CA and a client certificate',
    async (name) => {
      const { connection } = reach({ [name]: `http://ci:${password}@127.0.0.1:${proxy.port}` });
      expect(await connection.get(at)).toEqual({ initialized: true });
      expect(await connection.get(at)).toEqual({ initialized: true });
      expect([...new Set(proxy.targets)]).toEqual([`vault.test:${vault.port}`]);
      await connection.close();
    },
  );

  test('a wrong password is said, but not shown', async () => {
    const { connection, lines } = reach({ HTTPS_PROXY: `http://ci:wrong-pass@127.0.0.1:${proxy.port}` });
    const error = await connection.get(at).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({
      code: 'proxy_refused',
      message: expect.stringContaining('answered 407 to CONNECT'),
    });
    expect(`${(error as Error).message} ${(error as Error).stack} ${lines}`).not.toContain('wrong-pass');
    expect(proxy.targets).toHaveLength(1);
  });

  test('a proxy that is not there is tried again, and named without its password', async () => {
    const { connection, lines } = reach({ HTTPS_PROXY: `http://ci:${password}@127.0.0.1:1` });
    const error = await connection.get(at).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({
      code: 'proxy_unreachable',
      message: expect.stringContaining(
        `vault.test:${vault.port} through the proxy 127.0.0.1:1: the proxy 127.0.0.1:1 cannot be reached: connect ECONNREFUSED`,
      ),
      remedy: expect.stringContaining('NO_PROXY'),
    });
    expect(lines).toHaveLength(3);
    expect(`${(error as Error).message} ${lines}`).not.toContain('hunter2');
  });

  test('NO_PROXY takes the direct route, which is closed', async () => {
    const { connection } = reach({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: '.test' });
    await expect(connection.get(at)).rejects.toMatchObject({ code: 'host_not_found' });
    expect(proxy.targets).toEqual([]);
  });
});

describe('which proxy', () => {
  const https = new URL('https://vault.example.com:8200');
  const proxied = (env: Record<string, string>, url = https) => proxyFor(url, env)?.href ?? null;

  test('goes by the scheme, lower case first', () => {
    const env = {
      HTTPS_PROXY: 'http://upper:3128',
      https_proxy: 'http://lower:3128',
      http_proxy: 'plain:8080',
    };
    expect(proxied(env)).toBe('http://lower:3128/');
    expect(proxied(env, new URL('http://vault.example.com'))).toBe('http://plain:8080/');
    expect(proxied({ HTTP_PROXY: 'http://plain:8080' })).toBeNull();
    expect(proxied({ HTTPS_PROXY: '' })).toBeNull();
  });

  test.each([
    ['*', true],
    ['vault.example.com', true],
    ['VAULT.example.com', true],
    ['example.com', true],
    ['.example.com', true],
    ['*.example.com', true],
    ['other.org, example.com:8200', true],
    ['example.com:443', false],
    ['ample.com', false],
    ['', false],
  ])('NO_PROXY=%s', (no_proxy, direct) => {
    expect(proxied({ HTTPS_PROXY: 'http://proxy:3128', no_proxy }) === null).toBe(direct);
  });

  test.each([
    ['[::1]', true],
    ['::1', true],
    ['[::1]:8200', true],
    ['[::1]:1', false],
  ])('NO_PROXY=%s for an IPv6 address', (NO_PROXY, direct) => {
    expect(proxied({ HTTPS_PROXY: 'http://p', NO_PROXY }, new URL('https://[::1]:8200')) === null).toBe(
      direct,
    );
  });

  // Those of users, and those of the documentation of curl and of Go's httpproxy.
  test.each([
    ['127.0.0.1', '127.0.0.0/8', true],
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['[::1]', '::1/128', true],
    ['[::1]', '[::1]/128', true],
    ['[fd00:1::2]', 'fd00::/8', true],
    ['[fe80::2]', 'fd00::/8', false],
    ['[::ffff:10.1.2.3]', '10.0.0.0/8', true],
    ['[::0:1]', '::1', true],
    ['127.0.0.1:8200', '127.0.0.1:8200', true],
    ['127.0.0.1:8200', '127.0.0.1:8300', false],
    ['127.0.0.1', '0.0.0.0/0', true],
    ['10.1.2.3', '10.0.0.0/33', false],
    ['10.1.2.3', '10.0.0/8', false],
    ['vault.example.com', '0.0.0.0/0', false],
    ['vault.example.com', '.example.com', true],
    ['vault.example.com', 'example.com', true],
    ['example.com', '.example.com', true],
    ['vault.example.com', 'example.com.', true],
    ['vault.example.com.', 'example.com', true],
    ['notexample.com', 'example.com', false],
    ['192.168.1.1', '1.1', false],
    ['vault.example.com', '*', true],
    ['vault.example.com', 'other.org *', true],
    ['vault.example.com', '*.example', false],
    ['sts.cn-north-1.amazonaws.com.cn', '.amazonaws.com.cn', true],
  ])('%s with NO_PROXY=%s', (host, NO_PROXY, direct) => {
    expect(proxied({ HTTP_PROXY: 'http://p', NO_PROXY }, new URL(`http://${host}`)) === null).toBe(direct);
  });

  test('one that is no URL is refused without being repeated', () => {
    expect(() => proxied({ HTTPS_PROXY: 'http://ci:hunter2@:x' })).toThrow(
      /^HTTPS_PROXY is not an http or https URL$/,
    );
  });

  test('its credentials are decoded; a user without a password is one', () => {
    expect(proxyAuthorization(new URL('http://ci:a%40b@proxy'))).toBe(`Basic ${btoa('ci:a@b')}`);
    expect(proxyAuthorization(new URL('http://ci:100%@proxy'))).toBe(`Basic ${btoa('ci:100%')}`);
    expect(proxyAuthorization(new URL('http://ci@proxy'))).toBe(`Basic ${btoa('ci:')}`);
    expect(proxyAuthorization(new URL('http://proxy'))).toBeNull();
  });
});
