import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import type { Env } from '../model/effects.ts';
import { proxyFor } from './proxy.ts';

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
