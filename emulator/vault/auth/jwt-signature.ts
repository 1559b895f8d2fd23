import { createPublicKey } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import { Refusal } from '../refusal.ts';

/** Where the keys are that a token may be signed with: one of the three. */
export interface KeySource {
  /** PEM texts. */
  readonly pems: readonly string[];
  readonly jwksUrl: string;
  /** An OIDC issuer. */
  readonly discoveryUrl: string;
}

/** Seconds by which Vault lets clocks differ. */
const clockTolerance = 60;

/**
 * The claims of a token whose signature and times are right.
 *
 * @throws Refusal (400) with Vault's words
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
    throw refusal(error as Error);
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

function refusal(error: Error): Refusal {
  const because = (what: string) => new Refusal(400, `error validating token: ${what}`);
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
