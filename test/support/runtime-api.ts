import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A function as Lambda knows one. */
export interface FunctionSettings {
  /** `file.export`, as in the template. */
  readonly handler?: string;
  /** Where the file is. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly timeout?: number;
  readonly name?: string;
  readonly node?: string;
}

export interface Invocation {
  readonly id: string;
  /** What the function answered, or how it failed. */
  // biome-ignore lint/suspicious/noExplicitAny: each function answers something else
  readonly payload: any;
  readonly failed: boolean;
  /** The process was started for it. */
  readonly cold: boolean;
  readonly milliseconds: number;
}

export interface LocalFunction {
  /** One at a time, as an instance of Lambda's does; with less time than the function has, when that is given in seconds. */
  invoke(event: unknown, time?: number): Promise<Invocation>;
  /** Everything that the function has written so far. */
  log(): string;
  stop(): Promise<void>;
}

interface Waiting {
  readonly id: string;
  readonly event: unknown;
  readonly deadline: number;
  settle(result: { payload: unknown; failed: boolean }): void;
}

/**
 * Lambda's Runtime API with one instance of a function behind it: started by the first event, kept for the next
 * ones, killed when its time is up.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startFunction({
  handler = 'index.handler',
  folder = 'dist/lambda',
  env = {},
  timeout = 30,
  name = 'verifier',
  node = process.execPath,
}: FunctionSettings = {}): Promise<LocalFunction> {
  let child: ChildProcess | null = null;
  let waiting: Waiting | null = null;
  let idle: ServerResponse | null = null;
  let log = '';

  const hand = () => {
    if (waiting === null || idle === null) return;
    const { id, event, deadline } = waiting;
    idle.setHeader('lambda-runtime-aws-request-id', id);
    idle.setHeader('lambda-runtime-deadline-ms', deadline);
    idle.setHeader(
      'lambda-runtime-invoked-function-arn',
      `arn:aws:lambda:us-west-2:111122223333:function:${name}`,
    );
    idle.end(JSON.stringify(event));
    idle = null;
  };
  const server = createServer(async (request, response) => {
    const [, kind, , outcome] = request.url!.split('/runtime/')[1]!.match(/^(\w+)(\/([\w-]+))?/) ?? [];
    if (kind === 'invocation' && outcome === 'next') {
      idle = response;
      return hand();
    }
    const payload = JSON.parse(await text(request));
    response.writeHead(202).end();
    waiting?.settle({ payload, failed: kind === 'init' || request.url!.endsWith('/error') });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const end = async () => {
    const ending = child;
    child = null;
    idle = null;
    if (ending === null || ending.exitCode !== null) return;
    ending.kill('SIGKILL');
    await once(ending, 'exit');
  };
  const begin = () => {
    child = spawn(node, ['--no-warnings', 'test/support/bootstrap.mjs'], {
      env: {
        PATH: process.env['PATH'],
        AWS_REGION: 'us-west-2',
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        ...env,
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
        LAMBDA_TASK_ROOT: resolve(folder),
        _HANDLER: handler,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  };

  const run = async (event: unknown, time: number): Promise<Invocation> => {
    const id = randomUUID();
    const started = Date.now();
    const cold = child === null || child.exitCode !== null;
    const stop = new AbortController();
    const answer = new Promise<{ payload: unknown; failed: boolean }>((settle) => {
      waiting = { id, event, deadline: started + time * 1000, settle };
    });
    const late = sleep(time * 1000, null, { signal: stop.signal }).then(
      () => ({ payload: timedOut(id, time), failed: true, killed: true }),
      () => answer,
    );
    if (cold) begin();
    hand();
    const result = await Promise.race([answer, late]);
    stop.abort();
    waiting = null;
    if ('killed' in result) await end();
    const { payload, failed } = result;
    return { id, payload, failed, cold, milliseconds: Date.now() - started };
  };

  let queue: Promise<unknown> = Promise.resolve();
  return {
    invoke(event, time = timeout) {
      const result = queue.then(() => run(event, time));
      queue = result;
      return result;
    },
    log: () => log,
    async stop() {
      await end();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Lambda's own words. */
function timedOut(id: string, seconds: number) {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${id} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  };
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
