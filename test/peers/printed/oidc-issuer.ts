import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** What GitHub's OIDC token says of a job. */
export type Claims = Readonly<Record<string, string>>;

export interface OidcIssuer {
  readonly url: string;
  /** Lets a job ask for tokens: the two variables that the runner gives it. */
  grant(claims: Claims): Record<'ACTIONS_ID_TOKEN_REQUEST_URL' | 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', string>;
  stop(): Promise<void>;
}

/**
 * An OIDC issuer as GitHub's: discovery, keys, and tokens for jobs that may ask for them.
 *
 * Source: https://docs.github.com/en/actions/reference/security/oidc
 */
export async function startOidcIssuer(): Promise<OidcIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'RS256', use: 'sig' };
  const grants = new Map<string, Claims>();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', url);
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname === '/.well-known/openid-configuration')
      return answer(200, {
        issuer: url,
        jwks_uri: `${url}/.well-known/jwks`,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public', 'pairwise'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (pathname === '/.well-known/jwks') return answer(200, { keys: [key] });
    const claims = grants.get((request.headers.authorization ?? '').replace(/^bearer /i, ''));
    if (pathname !== '/token' || claims === undefined) return answer(403, { message: 'not allowed' });
    const value = await new SignJWT({
      ...claims,
      aud: searchParams.get('audience') ?? `https://github.com/${claims['repository_owner']}`,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'test', typ: 'JWT' })
      .setIssuer(url)
      .setIssuedAt()
      .setNotBefore('-1m')
      .setExpirationTime('5m')
      .sign(privateKey);
    return answer(200, { value });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    grant(claims) {
      const token = `request-${grants.size}`;
      grants.set(token, claims);
      return {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: token,
      };
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
