import { Agent as HttpAgent } from 'node:http';
import { type AgentOptions, Agent as HttpsAgent } from 'node:https';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import type { Env } from '../model/effects.ts';
import { proxyAuthorization, proxyError, proxyErrorPrefix, proxyFor } from './proxy.ts';

const keepAlive = { keepAlive: true, maxSockets: 50 };

/**
 * The agents for a host: through the environment's proxy, or directly.
 *
 * @param settings TLS and limits of the connections to the host, where they differ from Node.js's defaults
 */
export function agentsFor(
  url: URL,
  env: Env,
  settings: AgentOptions = {},
): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } {
  const proxy = proxyFor(url, env);
  const options = { ...keepAlive, ...settings };
  if (proxy === null) return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
  const proxied = { ...options, ...throughProxy(proxy) };
  return { httpAgent: new HttpProxy(proxied), httpsAgent: new HttpsProxy(proxied) };
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
    return super.createConnection(withoutTimeout(options), namingProxy(this, callback));
  }
}

class HttpsProxy extends HttpsProxyAgent {
  override createConnection(...[options, callback]: Parameters<HttpsAgent['createConnection']>) {
    return super.createConnection(withoutTimeout(options), namingProxy(this, callback));
  }
}

/** An agent's timeout is for idle connections; hpagent would also end a slow CONNECT with it. */
function withoutTimeout<T extends object>(options: T): T {
  return { ...options, timeout: undefined };
}

type Callback = Parameters<HttpAgent['createConnection']>[1];

/** An error before the tunnel is open is the proxy's, and says so: nobody should look for it at the target. */
function namingProxy(agent: object, callback: Callback): Callback {
  const { proxy } = agent as { readonly proxy: URL };
  return callback && ((error, socket) => callback(error && fromProxy(proxy, error), socket));
}

function fromProxy(proxy: URL, error: Error): Error {
  const status = /^Bad response: (\d+)$/.exec(error.message)?.[1];
  if (status === undefined) return proxyError(proxy, error);
  return Object.assign(new Error(`the proxy ${proxy.host} answered ${status} to CONNECT`), {
    code: `${proxyErrorPrefix}HTTP_${status}`,
  });
}
