import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import type { Env } from '../model/effects.ts';
import { proxyAuthorization, proxyFor } from './proxy.ts';

const keepAlive = { keepAlive: true, maxSockets: 50 };

/**
 * The agents for a host: through the environment's proxy, or directly.
 *
 * @param ca the CAs that the host's certificate may come from, in PEM; left out: Node.js's default
 */
export function agentsFor(
  url: URL,
  env: Env,
  ca?: readonly string[],
): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } {
  const proxy = proxyFor(url, env);
  const tls = ca === undefined ? {} : { ca: [...ca] };
  if (proxy === null)
    return { httpAgent: new HttpAgent(keepAlive), httpsAgent: new HttpsAgent({ ...keepAlive, ...tls }) };
  const options = { ...keepAlive, ...throughProxy(proxy) };
  return { httpAgent: new HttpProxy(options), httpsAgent: new HttpsProxy({ ...options, ...tls }) };
}

/** hpagent decodes credentials in the URL strictly: a password with a `%` of its own would end the process. */
function throughProxy(proxy: URL) {
  const authorization = proxyAuthorization(proxy);
  const bare = new URL(proxy);
  bare.username = '';
  bare.password = '';
  const headers = authorization === null ? {} : { 'proxy-authorization': authorization };
  return { proxy: bare, proxyRequestOptions: { headers } };
}

class HttpProxy extends HttpProxyAgent {
  override createConnection(...[options, callback]: Parameters<HttpAgent['createConnection']>) {
    return super.createConnection(options, nameProxy(callback));
  }
}

class HttpsProxy extends HttpsProxyAgent {
  override createConnection(...[options, callback]: Parameters<HttpsAgent['createConnection']>) {
    return super.createConnection(options, nameProxy(callback));
  }
}

type Callback = Parameters<HttpAgent['createConnection']>[1];

function nameProxy(callback: Callback): Callback {
  return callback && ((error, socket) => callback(error && fromProxy(error), socket));
}

/** An error before the tunnel stands is the proxy's: its code says so, so that nobody looks for it at the target. */
function fromProxy(error: NodeJS.ErrnoException): Error {
  const status = /^Bad response: (\d+)$/.exec(error.message)?.[1];
  if (status === undefined) return Object.assign(error, { code: `PROXY_${error.code ?? 'ERROR'}` });
  return Object.assign(new Error(`the proxy answered ${status} to CONNECT`), {
    code: `PROXY_HTTP_${status}`,
  });
}
