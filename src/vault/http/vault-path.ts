import { RunError } from '../../model/errors.ts';

/** The names in a place's path, split where a part holds slashes, without empty ones. */
export function segmentsOf(path: readonly string[]): string[] {
  return path.flatMap((part) => part.split('/')).filter((segment) => segment !== '');
}

/** One namespace within another. */
export function joinNamespaces(...namespaces: readonly string[]): string {
  return segmentsOf(namespaces).join('/');
}

/**
 * The URL of a place, each segment escaped.
 *
 * Vault refuses `//`, `/./` and `/../` in paths, and a URL parser resolves them away, so they never get there.
 *
 * @param base Vault's address, which may itself have a path
 * @throws RunError for a segment `.` or `..`
 */
export function urlOf(base: URL, path: readonly string[], query = ''): URL {
  const segments = segmentsOf(path);
  const bad = segments.find((segment) => /^\.\.?$/.test(segment));
  if (bad !== undefined) {
    const remedy = `Leave "${bad}" out of it: Vault takes no relative paths.`;
    throw new RunError('invalid_path', `${segments.join('/')} is no path in Vault`, remedy);
  }
  const prefix = base.pathname.replace(/\/+$/, '');
  return new URL(`${prefix}/v1/${segments.map(encodeURIComponent).join('/')}${query}`, base);
}
