import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Properties of the HTTP exchange that a `Request` does not hold. */
export interface Exchange {
  /** The request target as sent, before normalization. */
  readonly target: string;
  /** The number of the connection on this server, from 1. */
  readonly connection: number;
  /** Closes the connection without a response. */
  destroy(): void;
  /** The client certificate. TLS proved possession of its key; its issuer is not checked here. */
  certificate(): X509Certificate | null;
}

/** Describes the exchanges of one server, and numbers its connections. */
export function newExchanges(): (socket: Socket, target: string) => Exchange {
  const numbers = new WeakMap<Socket, number>();
  let last = 0;
  return (socket, target) => {
    const connection = numbers.get(socket) ?? ++last;
    numbers.set(socket, connection);
    return {
      target,
      connection,
      destroy: () => socket.destroy(),
      certificate: () => (socket instanceof TLSSocket ? (socket.getPeerX509Certificate() ?? null) : null),
    };
  };
}
