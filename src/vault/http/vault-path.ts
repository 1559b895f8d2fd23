import { RunError } from '../../model/errors.ts';

/** The segments of a path, split where a part holds slashes, without empty ones. */
export function segmentsOf(path: readonly string[]): string[] {
  return path.flatMap((part) => part.split('/')).filter((segment) => segment !== '');
}

/** Joins a namespace with namespaces within it. */
export function joinNamespaces(...namespaces: readonly string[]): string {
  return segmentsOf(namespaces).join('/');
}

/**
 * The URL of a path, each segment escaped.
 *
 * Vault rejects `//`, `/./` and `/../` in paths, and a URL parser would resolve them, so they are never sent.
 *
 * @param base Vault's address, which may itself have a path
 * @throws RunError for a segment `.` or `..`
 */
export function urlOf(base: URL, path: readonly string[], query = ''): URL {
  const segments = segmentsOf(path);
  const bad = segments.find((segment) => /^\.\.?$/.test(segment));
  if (bad !== undefined) {
    const remedy = `Remove "${bad}" from it: Vault accepts no relative paths.`;
    throw new RunError('invalid_path', `${segments.join('/')} is not a path in Vault`, remedy);
  }
  const prefix = base.pathname.replace(/\/+$/, '');
  return new URL(`${prefix}/v1/${segments.map(encodeURIComponent).join('/')}${query}`, base);
}
