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

/** The status of an answer arrived, and its body did not within the time of the request: Vault waits for nothing more. */
class AnswerCutOff extends Error {
  override readonly name = 'AnswerCutOff';
  readonly code = 'ANSWER_CUT_OFF';

  constructor(status: number) {
    super(`status ${status} arrived, its whole body did not`);
  }
}

/** Milliseconds that a connection may take to open. */
const connectTime = 10_000;

/**
 * Sends one HTTP request, and reads its answer whole.
 *
 * @throws the signal's reason when it is aborted, and the error of Node.js for any other failure; `CONNECT_TIMEOUT` when
 *   no connection opens in time, and `ANSWER_CUT_OFF` when only the body is late
 */
export async function sendRequest(
  agent: Agent,
  { method, url, headers, body, signal }: HttpRequest,
): Promise<HttpAnswer> {
  let status = 0;
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
    status = answer.statusCode ?? 0;
    return { status, headers: answer.headers, text: await readBody(answer, length) };
  } catch (error) {
    if (!signal.aborted) throw error;
    throw isDecided(status) && signal.reason.code === 'REQUEST_TIMEOUT'
      ? new AnswerCutOff(status)
      : signal.reason;
  }
}

/** Whether a status means that Vault is done with the request: a gateway's 5xx does not. */
function isDecided(status: number): boolean {
  return status >= 200 && status < 500;
}

function connectTimeout({ host }: URL): Error {
  return Object.assign(new Error(`no connection to ${host} within ${connectTime / 1_000} s`), {
    code: 'CONNECT_TIMEOUT',
  });
}
