import type { JWTPayload } from 'jose';
import { Refusal } from '../refusal.ts';

/** A role that binds an audience wants one of them; one that binds none takes no token that names any. */
export function checkAudience(aud: JWTPayload['aud'], bound: readonly string[]): void {
  const named = aud === undefined ? [] : [aud].flat();
  if (bound.length === 0) {
    if (named.length > 0)
      throw new Refusal(400, 'audience claim found in JWT but no audiences bound to the role');
    return;
  }
  if (named.some((audience) => bound.includes(audience))) return;
  throw new Refusal(
    400,
    'error validating token: invalid audience (aud) claim: audience claim does not match any expected audience',
  );
}

export function checkSubject({ sub }: JWTPayload, bound: string): void {
  if (bound !== '' && sub !== bound)
    throw new Refusal(400, 'error validating token: invalid subject (sub) claim');
}

/** Each bound claim has to be there, with one of the values, where `*` may stand for any text. */
export function checkBoundClaims(
  claims: JWTPayload,
  bound: Readonly<Record<string, unknown>>,
  globs: boolean,
): void {
  for (const [claim, allowed] of Object.entries(bound)) {
    const value = claimAt(claims, claim);
    if (value === undefined) throw new Refusal(400, `error validating claims: claim "${claim}" is missing`);
    const fits = [allowed].flat().some((one) => [value].flat().some((own) => sameClaim(one, own, globs)));
    if (!fits) {
      throw new Refusal(
        400,
        `error validating claims: claim "${claim}" does not match any associated bound claim values`,
      );
    }
  }
}

/** A claim by its name, or, with a slash in front, by a JSON pointer. */
export function claimAt(claims: JWTPayload, name: string): unknown {
  if (!name.startsWith('/')) return Object.hasOwn(claims, name) ? claims[name] : undefined;
  return name
    .slice(1)
    .split('/')
    .reduce<unknown>(
      (inside, part) =>
        typeof inside === 'object' && inside !== null ? (inside as Record<string, unknown>)[part] : undefined,
      claims,
    );
}

function sameClaim(allowed: unknown, value: unknown, globs: boolean): boolean {
  if (!globs || typeof allowed !== 'string' || typeof value !== 'string')
    return String(allowed) === String(value);
  const pattern = allowed.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`, 's').test(value);
}
