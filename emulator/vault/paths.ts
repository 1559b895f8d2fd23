import { Refusal } from './refusal.ts';

/**
 * The path of a request below `/v1/`, decoded as a whole like Vault does.
 *
 * @param target as sent
 * @throws Refusal (400) for `//`, `/./` and `/../`, as Vault refuses them since 1.19.16, 1.20.10, 1.21.5 and 2.0.0
 */
export function requestPath(target: string): string {
  const [raw = ''] = target.split('?', 1);
  const path = decode(raw.replace(/^\/v1\//, ''));
  const segments = path.replace(/\/$/, '').split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    throw new Refusal(400, `path "${path}" is not canonical: it holds an empty, "." or ".." segment`);
  }
  return path;
}

function decode(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    throw new Refusal(400, 'the path is not properly encoded');
  }
}

/** The path of a namespace, mount or auth method as it is kept: no slash in front, one at the end. */
export function withSlash(path: string): string {
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `${trimmed}/`;
}

/** Whether a path is one of these: exact, or with a `*` at the end. */
export function matches(patterns: readonly string[], path: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern,
  );
}
