import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
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

/** Numbers the connections of one server. */
export class Connections {
  readonly #numbers = new WeakMap<Socket, number>();
  #last = 0;

  exchange(socket: Socket, target: string): Exchange {
    return {
      target,
      connection: this.#numberOf(socket),
      destroy: () => socket.destroy(),
      certificate: () => (socket instanceof TLSSocket ? (socket.getPeerX509Certificate() ?? null) : null),
    };
  }

  exchangeOf({ socket, url }: IncomingMessage): Exchange {
    return this.exchange(socket, url ?? '/');
  }

  #numberOf(socket: Socket): number {
    const number = this.#numbers.get(socket) ?? ++this.#last;
    this.#numbers.set(socket, number);
    return number;
  }
}
