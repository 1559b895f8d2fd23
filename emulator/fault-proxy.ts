import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import type { Clock } from './clock.ts';
import { controlApi } from './control-api.ts';
import type { Exchange } from './exchange.ts';
import type { Fault, Faults } from './faults.ts';
import type { Recording, RequestLine, RequestLog } from './request-log.ts';

interface Env {
  Bindings: Exchange;
}
type Next = () => Promise<void>;

/** Names a request for the log and the faults: by method and path, or by operation. */
export type Describe = (c: Context<Env>) => Promise<RequestLine> | RequestLine;

/** Wraps a server's routes with the request log, the faults and the control API. */
export function faultProxy(
  // biome-ignore lint/suspicious/noExplicitAny: the wrapped routes have their own types
  inner: Hono<any>,
  describe: Describe,
  log: RequestLog,
  faults: Faults,
  clock: Clock,
): Hono<Env> {
  const app = new Hono<Env>();
  app.route('/_emulator', controlApi(log, faults, clock));
  app.use(async (c, next) => {
    const line = await describe(c);
    const recording = log.begin(line);
    const fault = faults.take(line);
    const response = fault === null ? await proceed(c, next) : await applyFault(fault, c, next, recording);
    if (response === null) return dropConnection(c);
    recording.answered(response.status);
    return response;
  });
  app.route('/', inner);
  return app;
}

/** The response under a fault; `null` when the connection is to be dropped. */
async function applyFault(
  fault: Fault,
  c: Context<Env>,
  next: Next,
  recording: Recording,
): Promise<Response | null> {
  if ('status' in fault) {
    recording.faulted(`status ${fault.status}`);
    return responseOf(fault);
  }
  if ('delay_ms' in fault) {
    recording.faulted(`delay ${fault.delay_ms} ms`);
    await sleep(fault.delay_ms);
    return proceed(c, next);
  }
  recording.faulted(`drop ${fault.drop}`);
  if (fault.drop === 'after') await next();
  return null;
}

async function proceed(c: Context<Env>, next: Next): Promise<Response> {
  await next();
  return c.res;
}

function responseOf({ status, body, headers }: Extract<Fault, { status: number }>): Response {
  const bodiless = status === 204 || status === 304;
  if (bodiless || body === undefined) return new Response(null, { status, headers });
  const isText = typeof body === 'string';
  return new Response(isText ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': isText ? 'text/plain' : 'application/json', ...headers },
  });
}

/** Ends the connection. The returned response is never sent. */
function dropConnection(c: Context<Env>): Response {
  c.env.destroy();
  return new Response(null, { status: 500 });
}
