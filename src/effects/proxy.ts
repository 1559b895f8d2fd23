import type { Env } from '../model/effects.ts';
import { RunError } from '../model/errors.ts';
import { isExcluded } from './no-proxy.ts';

/**
 * The proxy that a request to `target` goes through; `null` for the direct route.
 *
 * `HTTPS_PROXY` or `HTTP_PROXY` by the target's scheme, lower case first, unless `NO_PROXY` excludes the target.
 *
 * @throws RunError when the variable holds no URL; the message does not repeat it, because it may hold a password
 */
export function proxyFor(target: URL, env: Env): URL | null {
  const scheme = target.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const found = variable(scheme, env);
  if (found === '' || isExcluded(target, variable('no_proxy', env))) return null;
  const text = found.includes('://') ? found : `http://${found}`;
  const proxy = URL.canParse(text) ? new URL(text) : null;
  if (proxy !== null && /^https?:$/.test(proxy.protocol)) return proxy;
  throw new RunError(
    'invalid_proxy',
    `${scheme.toUpperCase()} is not an http or https URL`,
    'Write it as http://host:port or http://user:password@host:port, with special characters percent-encoded.',
  );
}

/** The value of `Proxy-Authorization` for the credentials in a proxy's URL; `null` when it holds none. */
export function proxyAuthorization(proxy: URL): string | null {
  if (proxy.username === '' && proxy.password === '') return null;
  const credentials = [proxy.username, proxy.password].map(percentDecoded).join(':');
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** Every code of an error on the way to the proxy starts so. */
export const proxyErrorPrefix = 'PROXY_';

/** The error of a connection that failed before the proxy opened the tunnel: code and message name the proxy. */
export function proxyError({ host }: URL, error: NodeJS.ErrnoException): Error {
  return Object.assign(
    new Error(`the proxy ${host} cannot be reached: ${messageOf(error)}`, { cause: error }),
    {
      code: `${proxyErrorPrefix}${error.code ?? 'ERROR'}`,
    },
  );
}

/** Node.js puts the failures of several addresses into one error without a message. */
function messageOf(error: Error): string {
  const { errors } = error as AggregateError;
  return error.message === '' && Array.isArray(errors) ? String((errors[0] as Error).message) : error.message;
}

/** A password with a `%` of its own is used as it is. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function variable(name: string, env: Env): string {
  return (env[name] || env[name.toUpperCase()] || '').trim();
}
