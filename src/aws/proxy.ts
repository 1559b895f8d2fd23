import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import type { Env } from '../model/effects.ts';

const keepAlive = { keepAlive: true, maxSockets: 50 };

/** The agents for a host: through the environment's proxy, or straight to it. */
export function agentsFor(url: URL, env: Env): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } {
  const proxy = proxyFor(url, env);
  if (proxy === null) return { httpAgent: new HttpAgent(keepAlive), httpsAgent: new HttpsAgent(keepAlive) };
  return {
    httpAgent: new HttpProxyAgent({ ...keepAlive, proxy }),
    httpsAgent: new HttpsProxyAgent({ ...keepAlive, proxy }),
  };
}

/**
 * The proxy that the environment names for a URL; `null` for none. The lower-case names win, as with curl;
 * `NO_PROXY` lists hosts and domains, with or without a port, or `*`.
 */
export function proxyFor(url: URL, env: Env): string | null {
  const named =
    url.protocol === 'https:'
      ? (env['https_proxy'] ?? env['HTTPS_PROXY'])
      : (env['http_proxy'] ?? env['HTTP_PROXY']);
  if (named === undefined || named === '') return null;
  const exceptions = (env['no_proxy'] ?? env['NO_PROXY'] ?? '')
    .split(/[\s,]+/)
    .filter((entry) => entry !== '');
  return exceptions.some((entry) => covers(entry, url)) ? null : named;
}

function covers(entry: string, url: URL): boolean {
  if (entry === '*') return true;
  const [, name = '', port] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
  const domain = name.replace(/^\*?\./, '');
  const ownPort = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (port !== undefined && port !== ownPort) return false;
  return url.hostname === domain || url.hostname.endsWith(`.${domain}`);
}
