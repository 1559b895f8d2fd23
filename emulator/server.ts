import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Exchange, newExchanges } from './exchange.ts';
import { serveListMethod } from './list-method.ts';

export interface Listening {
  readonly port: number;
  /** Closes every connection, including those with a request in progress. */
  close(): Promise<void>;
}

/** TLS settings of a server. All values are PEM. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
  /** The CA that must have signed the client certificate; `null`: any certificate, or none, is accepted. */
  readonly client_ca: string | null;
}

/** Handles the requests, such as a Hono app. */
export interface App {
  fetch(request: Request, exchange: Exchange): Response | Promise<Response>;
}

/** Serves an app on the loopback address. */
export async function listen(app: App, port: number, tls: Tls | null): Promise<Listening> {
  const exchangeOf = newExchanges();
  const listener = getRequestListener(
    (request, env) => {
      const { socket, url = '/' } = (env as HttpBindings).incoming;
      return app.fetch(request, exchangeOf(socket, url));
    },
    { overrideGlobalObjects: false },
  );
  const server: Server = tls === null ? createServer(listener) : createTlsServer(tlsOptions(tls), listener);
  serveListMethod(server, async (request, socket, target) =>
    app.fetch(request, exchangeOf(socket as Socket, target)),
  );
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function tlsOptions({ cert, key, client_ca }: Tls): ServerOptions {
  const asked = { cert, key, requestCert: true };
  return client_ca === null ? { ...asked, rejectUnauthorized: false } : { ...asked, ca: client_ca };
}
