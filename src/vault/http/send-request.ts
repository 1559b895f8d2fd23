import type { Agent, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Socket } from 'node:net';
import { readBody } from './read-body.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Aborts the request, and the reading of its answer. */
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Milliseconds that a connection may take to open. */
const connectTime = 10_000;

/**
 * Sends one HTTP request, and reads its answer whole.
 *
 * @throws the signal's reason when it is aborted, and the error of Node.js for any other failure; `CONNECT_TIMEOUT` when
 *   no connection opens in time
 */
export async function sendRequest(
  agent: Agent,
  { method, url, headers, body, signal }: HttpRequest,
): Promise<HttpAnswer> {
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const open = url.protocol === 'https:' ? requestSecure : requestPlain;
      const sent = open(url, { method, headers, agent, signal }, resolve);
      const timer = setTimeout(() => sent.destroy(connectTimeout(url)), connectTime);
      const opened = () => clearTimeout(timer);
      sent.on('socket', (socket: Socket) => {
        if (!socket.connecting) return opened();
        socket.once('connect', opened);
      });
      sent.on('close', opened);
      sent.on('error', reject);
      sent.end(body ?? undefined);
    });
    const { 'content-length': length = null } = answer.headers;
    return { status: answer.statusCode ?? 0, headers: answer.headers, text: await readBody(answer, length) };
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

function connectTimeout({ host }: URL): Error {
  return Object.assign(new Error(`no connection to ${host} within ${connectTime / 1_000} s`), {
    code: 'CONNECT_TIMEOUT',
  });
}
