import type { Env } from '../src/model/effects.ts';
import type { EventFields } from './event-schema.ts';
import type { EventProblem } from './lambda-errors.ts';

/**
 * A caller of the function must not be able to use its identity elsewhere. The function connects only to what
 * its environment lists, and to nothing when it lists nothing.
 */
export function allowListProblems(
  { credentials, vault, baseline, exceptions }: Partial<EventFields>,
  env: Env,
): EventProblem[] {
  return [
    ...problemOf('credentials.role_arn', credentials?.role_arn, 'ALLOWED_ROLE_ARNS', env, allowsArn),
    ...problemOf('credentials.secret_arn', credentials?.secret_arn, 'ALLOWED_SECRET_ARNS', env, allowsArn),
    ...problemOf('vault.url', vault?.url, 'ALLOWED_VAULT_URLS', env, allowsUrl),
    ...problemOf('baseline', addressIn(baseline), 'ALLOWED_REPORT_URIS', env, allowsObject),
    ...problemOf('exceptions', addressIn(exceptions), 'ALLOWED_REPORT_URIS', env, allowsObject),
  ];
}

/** Whether the function may connect to this address of Vault, to which an allowed one may have redirected. */
export function isAllowedVault(url: URL, env: Env): boolean {
  return listIn('ALLOWED_VAULT_URLS', env).some((pattern) => allowsUrl(pattern, url.href));
}

/** What is given inline is read nowhere. */
function addressIn(given: EventFields['baseline']): string | undefined {
  return typeof given === 'string' ? given : undefined;
}

/** The object itself, or one below it; the bucket is never a pattern. `*` alone allows every object. */
export function allowsObject(pattern: string, value: string): boolean {
  const prefix = pattern.replace(/\/+$/, '');
  return pattern === '*' || value === prefix || value.startsWith(`${prefix}/`);
}

type Allows = (pattern: string, value: string) => boolean;

function problemOf(
  path: string,
  value: string | undefined,
  variable: string,
  env: Env,
  allows: Allows,
): EventProblem[] {
  if (value === undefined) return [];
  const patterns = listIn(variable, env);
  if (patterns.some((pattern) => allows(pattern, value))) return [];
  const reason = patterns.length === 0 ? 'allows none' : 'does not list it';
  return [{ path, message: `is not allowed: the function's environment variable ${variable} ${reason}` }];
}

function listIn(variable: string, env: Env): string[] {
  return (env[variable] ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
}

/** `*` stands for any text within one part of an ARN: it crosses neither `:` nor `/`. Alone it allows every ARN. */
export function allowsArn(pattern: string, value: string): boolean {
  return pattern === '*' || matches(pattern, value, '[^:/]*');
}

/**
 * Compares the parts of two addresses: scheme and port are the same, the host matches label by label, and the path is
 * the pattern's or below it. A `*` that is the first label stands for one or more labels; another `*` stays within its
 * label; as the port it stands for any port. Alone it allows every address. An address with user information, or in another spelling than the normal one, is
 * never allowed.
 */
export function allowsUrl(pattern: string, value: string): boolean {
  const given = partsOf(value);
  if (given === null || !hasNormalForm(value)) return false;
  if (pattern === '*') return true;
  const allowed = partsOf(pattern);
  return (
    allowed !== null &&
    allowed.scheme === given.scheme &&
    [given.port, '*'].includes(allowed.port) &&
    allowsHost(allowed.host, given.host) &&
    isBelow(allowed.path, given.path)
  );
}

/** As the URL standard writes an address, so that what is compared is what is called. */
function hasNormalForm(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { href, origin, hostname } = new URL(value);
  return [href, origin].includes(value) && !/\*|^\.|\.$/.test(hostname);
}

interface Parts {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
}

const address =
  /^(?<scheme>https?):\/\/(?<host>\[[0-9a-f:.]+\]|[^\s/:@\\?#[\]]+)(?::(?<port>\d+|\*))?(?<path>\/[^\s\\?#]*)?$/;

function partsOf(text: string): Parts | null {
  const { scheme, host, port, path } = address.exec(text)?.groups ?? {};
  if (scheme === undefined || host === undefined) return null;
  return { scheme, host, port: port ?? (scheme === 'https' ? '443' : '80'), path: path ?? '/' };
}

function allowsHost(pattern: string, host: string): boolean {
  if (!pattern.startsWith('*.')) return matches(pattern, host, '[^.]*');
  const suffix = pattern.split('.').slice(1);
  const labels = host.split('.');
  return (
    labels.length > suffix.length &&
    matches(suffix.join('.'), labels.slice(-suffix.length).join('.'), '[^.]*')
  );
}

function isBelow(allowed: string, path: string): boolean {
  const prefix = allowed.replace(/\/+$/, '');
  return path === prefix || path.startsWith(`${prefix}/`);
}

/** Compares as a whole; only `*` in the pattern has a meaning of its own. */
function matches(pattern: string, value: string, star: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join(star)}$`).test(value);
}
