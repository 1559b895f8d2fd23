import type { JWTPayload } from 'jose';
import { globMatches } from '../../glob.ts';
import { ownValue } from '../../own-value.ts';
import { rejected, type VaultError } from '../vault-error.ts';

export const audienceMismatch =
  'invalid audience (aud) claim: audience claim does not match any expected audience';

/** A role with bound audiences requires one of them; a role without any rejects a token that has an audience. */
export function checkAudience(aud: JWTPayload['aud'], bound: readonly string[]): void {
  const named = aud === undefined ? [] : [aud].flat();
  if (bound.length === 0 && named.length > 0)
    throw rejected('audience claim found in JWT but no audiences bound to the role');
  if (bound.length > 0 && !named.some((audience) => bound.includes(audience)))
    throw invalidToken(audienceMismatch);
}

export function invalidToken(why: string): VaultError {
  return rejected(`error validating token: ${why}`);
}

/** The leeways of a role, in seconds; 0: Vault's default. */
export interface Leeways {
  readonly clock_skew_leeway: number;
  readonly expiration_leeway: number;
  readonly not_before_leeway: number;
}

export const noLeeway: Leeways = { clock_skew_leeway: 0, expiration_leeway: 0, not_before_leeway: 0 };
const defaultLeeway = 150;
const defaultSkew = 60;

/**
 * Checks `exp`, `nbf` and `iat`. At least one is required; `exp` and `nbf` are derived when they are missing.
 *
 * Source: https://developer.hashicorp.com/vault/docs/auth/jwt#jwt-verification
 */
export function checkTimes(claims: JWTPayload, leeways: Leeways, now: Date): void {
  const { iat = 0, exp = 0, nbf = 0 } = claims;
  if (iat === 0 && exp === 0 && nbf === 0)
    throw invalidToken('no issued at (iat), not before (nbf), or expiration time (exp) claims in token');
  const expiry = exp || Math.max(iat, nbf) + (leeways.expiration_leeway || defaultLeeway);
  const start = nbf || iat || expiry - (leeways.not_before_leeway || defaultLeeway);
  const skew = leeways.clock_skew_leeway || defaultSkew;
  const time = now.getTime() / 1000;
  if (start > time + skew) throw invalidToken('invalid not before (nbf) claim: token not yet valid');
  if (expiry < time - skew) throw invalidToken('invalid expiration time (exp) claim: token is expired');
  if (iat > time + skew) throw invalidToken('invalid issued at (iat) claim: token issued in the future');
}

/** Each bound claim must be present with one of the values; with `globs`, `*` matches any text. */
export function checkBoundClaims(
  claims: JWTPayload,
  bound: Readonly<Record<string, unknown>>,
  globs: boolean,
): void {
  for (const [claim, allowed] of Object.entries(bound)) {
    const invalid = (why: string) => rejected(`error validating claims: claim "${claim}" ${why}`);
    const value = claimAt(claims, claim);
    if (value === undefined) throw invalid('is missing');
    const fits = [allowed].flat().some((one) => [value].flat().some((own) => sameClaim(one, own, globs)));
    if (!fits) throw invalid('does not match any associated bound claim values');
  }
}

/** A claim by name, or by JSON pointer when the name starts with a slash. */
export function claimAt(claims: JWTPayload, name: string): unknown {
  const parts = name.startsWith('/') ? name.slice(1).split('/') : [name];
  let inside: unknown = claims;
  for (const part of parts) {
    if (typeof inside !== 'object' || inside === null) return undefined;
    inside = ownValue(inside as Readonly<Record<string, unknown>>, part);
  }
  return inside;
}

function sameClaim(allowed: unknown, value: unknown, globs: boolean): boolean {
  if (!globs || typeof allowed !== 'string' || typeof value !== 'string')
    return String(allowed) === String(value);
  return globMatches(allowed, value);
}
