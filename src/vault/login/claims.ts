/** The claims of a JSON Web Token. They are not secret; only the signature is. */
export type Claims = Readonly<Record<string, unknown>>;

/** The claims of a token, valid or not; `null` when it is not a JSON Web Token. */
export function claimsOf(jwt: string): Claims | null {
  const [, payload, signature] = jwt.split('.');
  if (payload === undefined || signature === undefined) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? (claims as Claims) : null;
  } catch {
    return null;
  }
}

/** The claims that Vault's roles bind, in the order in which they are shown. */
const shownClaims = [
  'iss',
  'aud',
  'sub',
  'repository',
  'repository_id',
  'ref',
  'environment',
  'event_name',
] as const;

/** `iss "https://…", aud "…", sub "…"` */
export function showClaims(claims: Claims): string {
  return shownClaims
    .filter((name) => claims[name] !== undefined)
    .map((name) => `${name} ${JSON.stringify(claims[name])}`)
    .join(', ');
}

/**
 * Whether `sub` has GitHub's newer form, with ids that outlive a rename: `repo:acme@123/app@456:ref:…`.
 *
 * Source: https://docs.github.com/en/actions/reference/security/oidc
 */
export function hasImmutableSubject({ sub }: Claims): boolean {
  return typeof sub === 'string' && /^repo:[^/@:]+@\d+\/[^/@:]+@\d+(:|$)/.test(sub);
}
