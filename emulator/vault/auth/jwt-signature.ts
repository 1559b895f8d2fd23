import { createPublicKey } from 'node:crypto';
import { compactVerify, createRemoteJWKSet, decodeJwt, errors, type JWTPayload } from 'jose';
import { VaultError } from '../vault-error.ts';
import { invalidToken } from './jwt-claims.ts';

/** The source of the signing keys; exactly one is set. */
export interface KeySource {
  /** Public keys in PEM. */
  readonly pems: readonly string[];
  readonly jwksUrl: string;
  /** An OIDC issuer. */
  readonly discoveryUrl: string;
  /** The accepted algorithms; empty: all. */
  readonly algorithms: readonly string[];
}

/**
 * Verifies the signature and the issuer of a token and returns its claims.
 *
 * @param issuer empty: any
 * @throws VaultError (400) with Vault's message
 */
export async function verifiedClaims(jwt: string, source: KeySource, issuer: string): Promise<JWTPayload> {
  const options = source.algorithms.length > 0 ? { algorithms: [...source.algorithms] } : {};
  try {
    const claims = decodeJwt(jwt);
    if (source.pems.length > 0) await verifyWithAnyOf(jwt, source.pems, options);
    else {
      const url = source.jwksUrl || (await discovered(source.discoveryUrl));
      await compactVerify(jwt, createRemoteJWKSet(new URL(url)), options);
    }
    if (issuer !== '' && claims.iss !== issuer) throw invalidToken('invalid issuer (iss) claim');
    return claims;
  } catch (error) {
    throw error instanceof VaultError ? error : vaultErrorOf(error as Error);
  }
}

async function verifyWithAnyOf(
  jwt: string,
  pems: readonly string[],
  options: Parameters<typeof compactVerify>[2],
): Promise<void> {
  for (const pem of pems) {
    try {
      await compactVerify(jwt, createPublicKey(pem), options);
      return;
    } catch (error) {
      const isOtherKey = error instanceof errors.JWSSignatureVerificationFailed || error instanceof TypeError;
      if (!isOtherKey) throw error;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}

async function discovered(issuer: string): Promise<string> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const { jwks_uri } = (await response.json()) as { jwks_uri: string };
  return jwks_uri;
}

function vaultErrorOf(error: Error): VaultError {
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey)
    return invalidToken(
      'error verifying token signature: no known key successfully validated the token signature',
    );
  return invalidToken(`error verifying token: ${error.message}`);
}
