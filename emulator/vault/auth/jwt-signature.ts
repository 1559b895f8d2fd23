import { createPublicKey } from 'node:crypto';
import { compactVerify, createRemoteJWKSet, decodeJwt, errors, type JWTPayload } from 'jose';
import { VaultError } from '../vault-error.ts';
import { invalidToken } from './jwt-claims.ts';

/** Where the signing keys come from, and what else a signature needs: fields of a JWT method's configuration. */
export interface KeySource {
  /** Empty: any. */
  readonly bound_issuer: string;
  /** Public keys in PEM; empty: those of the next. */
  readonly jwt_validation_pubkeys: readonly string[];
  /** Empty: that of the next. */
  readonly jwks_url?: string;
  /** An OIDC issuer. */
  readonly oidc_discovery_url?: string;
  /** The accepted algorithms; empty: all. */
  readonly jwt_supported_algs?: readonly string[];
}

/**
 * Verifies the signature and the issuer of a token and returns its claims.
 *
 * @throws VaultError (400) with Vault's message
 */
export async function verifiedClaims(jwt: string, source: KeySource): Promise<JWTPayload> {
  const { bound_issuer: issuer, jwt_validation_pubkeys: pems, jwt_supported_algs = [] } = source;
  const options = jwt_supported_algs.length > 0 ? { algorithms: [...jwt_supported_algs] } : {};
  try {
    const claims = decodeJwt(jwt);
    if (pems.length > 0) await verifyWithAnyOf(jwt, pems, options);
    else {
      const url = source.jwks_url || (await discovered(source.oidc_discovery_url ?? ''));
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
