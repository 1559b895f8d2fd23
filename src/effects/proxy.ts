import type { Env } from '../model/effects.ts';
import { RunError } from '../model/errors.ts';

/**
 * The proxy that a request to `target` goes through; `null` for the direct route.
 *
 * `HTTPS_PROXY` and `HTTP_PROXY` by the target's scheme, lower case first, and `NO_PROXY` as curl reads it: a
 * list of hosts, each standing for its subdomains too, optionally with a port; `*` for all.
 *
 * @throws RunError when the variable holds no URL; the message does not repeat it, for it may hold a password
 */
export function proxyFor(target: URL, env: Env): URL | null {
  const scheme = target.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const found = variable(scheme, env);
  if (found === '' || excepted(target, variable('no_proxy', env))) return null;
  const text = found.includes('://') ? found : `http://${found}`;
  const proxy = URL.canParse(text) ? new URL(text) : null;
  if (proxy !== null && /^https?:$/.test(proxy.protocol)) return proxy;
  throw new RunError(
    'invalid_proxy',
    `${scheme.toUpperCase()} is no http or https URL`,
    'Write it as http://host:port or http://user:password@host:port, with what is special in them percent-encoded.',
  );
}

/** The value of `Proxy-Authorization` for the credentials in a proxy's URL; `null` when it holds none. */
export function proxyAuthorization(proxy: URL): string | null {
  if (proxy.username === '' && proxy.password === '') return null;
  const credentials = [proxy.username, proxy.password].map(percentDecoded).join(':');
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** A password with a `%` of its own stands as it is. */
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

function excepted(target: URL, list: string): boolean {
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '*') return true;
      const { name = entry, only = port } = (bracketed.exec(entry) ?? named.exec(entry))?.groups ?? {};
      return name !== '' && only === port && (host === name || host.endsWith(`.${name}`));
    });
}

/** `[::1]`, `[::1]:8200`. */
const bracketed = /^\[(?<name>[^\]]+)\](?::(?<only>\d+))?$/;
/** `example.com`, `.example.com`, `*.example.com:8200`. */
const named = /^\*?\.?(?<name>[^:]+)(?::(?<only>\d+))?$/;
