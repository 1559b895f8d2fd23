import { rejected } from './vault-error.ts';

/**
 * The decoded path of a request below `/v1/`.
 *
 * @param target as sent
 * @throws VaultError (400) for `//`, `/./` and `/../`, as Vault rejects them since 1.19.16, 1.20.10, 1.21.5 and 2.0.0
 */
export function requestPath(target: string): string {
  const [raw = ''] = target.split('?', 1);
  const path = decode(raw.replace(/^\/v1\//, ''));
  const segments = path.replace(/\/$/, '').split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..'))
    throw rejected(`path "${path}" is not canonical: it contains an empty, "." or ".." segment`);
  return path;
}

function decode(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    throw rejected('the path is not properly encoded');
  }
}

/** The stored form of a namespace or mount path: no leading slash, one trailing slash. */
export function withSlash(path: string): string {
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `${trimmed}/`;
}

/** Whether a path matches one of the patterns: exact, or with a trailing `*`. */
export function matchesAny(patterns: readonly string[], path: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern,
  );
}
