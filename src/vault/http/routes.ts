import type { Dispatcher } from 'undici';
import { Agent, buildConnector } from 'undici';
import { proxyFor } from '../../effects/proxy.ts';
import { proxyDispatcher } from '../../effects/proxy-dispatcher.ts';
import type { Env } from '../../model/effects.ts';
import type { TlsSettings } from './vault.ts';

/** The route to one origin, direct or through a proxy, with one keep-alive pool. */
export interface Route {
  readonly dispatcher: Dispatcher;
  /** `vault.example.com:8200 through the proxy proxy.example.com:3128`, without credentials. */
  readonly shown: string;
}

/** Routes by origin, opened on first use. */
export interface Routes {
  to(url: URL): Route;
  close(): Promise<void>;
}

/**
 * @param connections the most to one origin at one time
 * @param env names the proxy
 */
export function routes(tls: TlsSettings, connections: number, env: Env): Routes {
  const made = new Map<string, Route>();
  return {
    to(url) {
      const route = made.get(url.origin) ?? open(url, tls, connections, env);
      made.set(url.origin, route);
      return route;
    },
    async close() {
      await Promise.all([...made.values()].map(({ dispatcher }) => dispatcher.close()));
      made.clear();
    },
  };
}

/** The sender of a request sets one deadline for all of its phases. */
const noTimeouts = { headersTimeout: 0, bodyTimeout: 0 };

function open(url: URL, tls: TlsSettings, connections: number, env: Env): Route {
  const proxy = proxyFor(url, env);
  const connect = tlsOptions(tls);
  if (proxy === null) {
    const dispatcher = new Agent({
      ...noTimeouts,
      connections,
      connect: reportAlerts(buildConnector(connect)),
    });
    return { dispatcher, shown: url.host };
  }
  const dispatcher = proxyDispatcher(proxy, { ...noTimeouts, connections, requestTls: connect });
  return { dispatcher, shown: `${url.host} through the proxy ${proxy.host}` };
}

/**
 * With TLS 1.3 a server rejects a client certificate after the handshake, by an alert and by closing the connection.
 * undici reports only the closed connection, which looks temporary and would be retried.
 */
function reportAlerts(connector: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connector(options, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      socket.once('error', (alert) => socket.destroy(alert));
      callback(null, socket);
    });
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
