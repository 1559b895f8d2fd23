import { createPublicKey } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { VaultError } from '../vault-error.ts';

/** The source of the signing keys; exactly one is set. */
export interface KeySource {
  /** Public keys in PEM. */
  readonly pems: readonly string[];
  readonly jwksUrl: string;
  /** An OIDC issuer. */
  readonly discoveryUrl: string;
}

/** Clock skew that Vault allows, in seconds. */
const clockTolerance = 60;

/**
 * Verifies the signature and times of a token and returns its claims.
 *
 * @throws VaultError (400) with Vault's message
 */
export async function verifiedClaims(
  jwt: string,
  source: KeySource,
  issuer: string,
  now: Date,
): Promise<JWTPayload> {
  const options = { currentDate: now, clockTolerance, ...(issuer === '' ? {} : { issuer }) };
  try {
    decodeJwt(jwt);
    if (source.pems.length > 0) return await withAnyOf(jwt, source.pems, options);
    const url = source.jwksUrl || (await discovered(source.discoveryUrl));
    return (await jwtVerify(jwt, createRemoteJWKSet(new URL(url)), options)).payload;
  } catch (error) {
    throw vaultErrorOf(error as Error);
  }
}

async function withAnyOf(
  jwt: string,
  pems: readonly string[],
  options: Parameters<typeof jwtVerify>[2],
): Promise<JWTPayload> {
  for (const pem of pems) {
    try {
      return (await jwtVerify(jwt, createPublicKey(pem), options)).payload;
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
  const because = (what: string) => new VaultError(400, `error validating token: ${what}`);
  if (error instanceof errors.JWTExpired)
    return because('invalid expiration time (exp) claim: token is expired');
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iss') {
    return because('invalid issuer (iss) claim');
  }
  if (error instanceof errors.JWTClaimValidationFailed) return because(error.message);
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return because(
      'error verifying token signature: no known key successfully validated the token signature',
    );
  }
  return because(`error verifying token: ${error.message}`);
}
