import { Agent, fetch, type RequestInit, Response } from 'undici';
import { proxyFor } from '../../effects/proxy.ts';
import { proxyDispatcher } from '../../effects/proxy-dispatcher.ts';
import { UnusableAnswer } from './answers.ts';
import type { GitHubEffects } from './github-effects.ts';

/** The largest answer that is read, in bytes: a page of 100 comments of the greatest length has less. */
const largestAnswer = 16 * 1024 * 1024;

/** A `fetch` for Octokit: through the environment's proxy, with limits for time and size, and one debug line each. */
export function githubFetch(server: URL, { env, clock, log, signal, request_time = 30_000 }: GitHubEffects) {
  const proxy = proxyFor(server, env);
  const dispatcher = proxy === null ? new Agent() : proxyDispatcher(proxy);
  return async (url: string, options: RequestInit): Promise<Response> => {
    const started = clock.now().getTime();
    const line = (status: unknown) =>
      `GitHub: ${options.method} ${new URL(url).pathname} → ${status} (${clock.now().getTime() - started} ms)`;
    // Not AbortSignal.any over AbortSignal.timeout: Node 20 may collect such a signal before it fires.
    const end = new AbortController();
    const stop = () => end.abort(signal.reason);
    const timer = setTimeout(
      () => end.abort(new Error(`GitHub did not answer within ${request_time / 1000} s`)),
      request_time,
    );
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      const response = await fetch(url, { ...options, dispatcher, signal: end.signal });
      const body = await readBody(response);
      log.debug(line(response.status));
      return withBody(response, body);
    } catch (error) {
      log.debug(line('no answer'));
      throw end.signal.aborted ? end.signal.reason : error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  };
}

async function readBody({ body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > largestAnswer) throw new UnusableAnswer(`the answer has more than ${largestAnswer} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The same answer with a body that was read already, and so is not encoded any more. */
function withBody(response: Response, body: Uint8Array): Response {
  const headers = new Map(response.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  const hasBody = body.byteLength > 0 && ![204, 205, 304].includes(response.status);
  return new Response(hasBody ? body : null, { status: response.status, headers: [...headers] });
}
