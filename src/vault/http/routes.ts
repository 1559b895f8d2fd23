import type { Agent } from 'node:http';
import { proxyFor } from '../../effects/proxy.ts';
import { agentsFor } from '../../effects/proxy-agents.ts';
import type { Env } from '../../model/effects.ts';
import { type HttpAnswer, type HttpRequest, sendRequest } from './send-request.ts';
import type { TlsSettings } from './vault.ts';

/** The route to one origin, direct or through a proxy, with one keep-alive pool. */
export interface Route {
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** `vault.example.com:8200 through the proxy proxy.example.com:3128`, without credentials. */
  readonly shown: string;
}

/** Routes by origin, opened on first use. */
export interface Routes {
  to(url: URL): Route;
  /** Waits for requests in flight, and closes the connections. */
  close(): Promise<void>;
}

/**
 * @param connections the most to one origin at one time
 * @param env names the proxy
 */
export function routes(tls: TlsSettings, connections: number, env: Env): Routes {
  const made = new Map<string, Route & { close(): Promise<void> }>();
  return {
    to(url) {
      const route = made.get(url.origin) ?? open(url, tls, connections, env);
      made.set(url.origin, route);
      return route;
    },
    async close() {
      await Promise.all([...made.values()].map((route) => route.close()));
      made.clear();
    },
  };
}

/** Milliseconds after which an idle connection is closed: sooner than servers, load balancers and firewalls do. */
const idleTime = 4_000;

function open(url: URL, tls: TlsSettings, connections: number, env: Env) {
  const proxy = proxyFor(url, env);
  const agents = agentsFor(url, env, {
    ...tlsOptions(tls),
    maxSockets: connections,
    maxFreeSockets: connections,
    timeout: idleTime,
  });
  const agent: Agent = url.protocol === 'https:' ? agents.httpsAgent : agents.httpAgent;
  const inFlight = new Set<Promise<unknown>>();
  return {
    shown: proxy === null ? url.host : `${url.host} through the proxy ${proxy.host}`,
    async send(request: HttpRequest): Promise<HttpAnswer> {
      const sent = sendRequest(agent, request);
      inFlight.add(sent);
      return sent.finally(() => inFlight.delete(sent));
    },
    async close() {
      await Promise.allSettled(inFlight);
      agent.destroy();
    },
  };
}

function tlsOptions({ ca, cert, key, server_name, skip_verify }: TlsSettings) {
  return {
    ...(ca === null ? {} : { ca }),
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key: key.reveal() }),
    ...(server_name === null ? {} : { servername: server_name }),
    rejectUnauthorized: !skip_verify,
  };
}
