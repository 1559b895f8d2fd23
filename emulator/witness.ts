import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { control } from './control.ts';
import type { Exchange } from './exchange.ts';
import type { Fault, Faults } from './faults.ts';
import type { Recording, RequestLine, RequestLog } from './request-log.ts';

interface Env {
  Bindings: Exchange;
}
type Next = () => Promise<void>;

/** Names a request for the log and the faults: by method and path, or by operation. */
export type Describe = (c: Context<Env>) => Promise<RequestLine> | RequestLine;

/** Puts the request log, the faults and their control in front of a server's own routes. */
// biome-ignore lint/suspicious/noExplicitAny: the routes behind bring their own types
export function witness(inner: Hono<any>, describe: Describe, log: RequestLog, faults: Faults): Hono<Env> {
  const app = new Hono<Env>();
  app.route('/_emulator', control(log, faults));
  app.use(async (c, next) => {
    const line = await describe(c);
    const recording = log.begin(line);
    const fault = faults.take(line);
    const answer = fault === null ? await carryOut(c, next) : await suffer(fault, c, next, recording);
    if (answer === null) return vanish(c);
    recording.answered(answer.status);
    return answer;
  });
  app.route('/', inner);
  return app;
}

/** The answer under a fault; `null`: there is none. */
async function suffer(
  fault: Fault,
  c: Context<Env>,
  next: Next,
  recording: Recording,
): Promise<Response | null> {
  if ('status' in fault) {
    recording.faulted(`status ${fault.status}`);
    return answerOf(fault);
  }
  if ('delay_ms' in fault) {
    recording.faulted(`delay ${fault.delay_ms} ms`);
    await sleep(fault.delay_ms);
    return carryOut(c, next);
  }
  recording.faulted(`drop ${fault.drop}`);
  if (fault.drop === 'after') await next();
  return null;
}

async function carryOut(c: Context<Env>, next: Next): Promise<Response> {
  await next();
  return c.res;
}

function answerOf({ status, body, headers }: Extract<Fault, { status: number }>): Response {
  const bodiless = status === 204 || status === 304;
  if (bodiless || body === undefined) return new Response(null, { status, headers });
  const isText = typeof body === 'string';
  return new Response(isText ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': isText ? 'text/plain' : 'application/json', ...headers },
  });
}

/** The connection ends; what is returned reaches nobody. */
function vanish(c: Context<Env>): Response {
  c.env.destroy();
  return new Response(null, { status: 500 });
}
