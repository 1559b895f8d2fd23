import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** The HTTP exchange that a request belongs to, for what a `Request` does not hold. */
export interface Exchange {
  /** The request's target as it was sent, before anybody made it canonical. */
  readonly target: string;
  /** Counts the connections of the server from 1. */
  readonly connection: number;
  /** Ends the connection without an answer. */
  destroy(): void;
  /** The certificate that the client has shown, and whose key it has; who signed it is not checked here. */
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
