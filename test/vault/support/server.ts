import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { ServerOptions } from 'node:https';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What reached the server. */
interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** One answer: a status with JSON or text, or whatever a function does with the response. */
export type Reply =
  | { status: number; json?: unknown; text?: string; headers?: Record<string, string> }
  | ((response: ServerResponse, seen: Seen) => void | Promise<void>);

export interface Listening {
  readonly url: URL;
  readonly port: number;
  readonly seen: Seen[];
  /** The most connections that were open at one time. */
  mostConnections(): number;
  close(): Promise<void>;
}

/** A server that gives `replies` in order, the last one for ever; over TLS when `tls` is given. */
export async function serve(replies: readonly Reply[], tls?: ServerOptions): Promise<Listening> {
  const seen: Seen[] = [];
  let open = 0;
  let most = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: await text(request) };
    const reply = replies[Math.min(seen.push(one), replies.length) - 1] ?? {
      status: 404,
      json: { errors: [] },
    };
    if (typeof reply === 'function') return void (await reply(response, one));
    const body = reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json);
    const type = reply.json === undefined ? 'text/html' : 'application/json';
    response.writeHead(reply.status, { 'content-type': type, ...reply.headers }).end(body);
  };
  const server: Server = tls ? createSecureServer(tls, handle) : createServer(handle);
  server.on('connection', (socket) => {
    most = Math.max(most, ++open);
    socket.on('close', () => open--);
  });
  const port = await listen(server);
  return {
    url: new URL(`${tls ? 'https' : 'http'}://127.0.0.1:${port}`),
    port,
    seen,
    mostConnections: () => most,
    close: () => closeServer(server),
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** The request was read, and its connection ends without an answer. */
export const drop: Reply = (response) => {
  response.socket?.resetAndDestroy();
};

/** No answer ever. */
export const stall: Reply = () => {};
