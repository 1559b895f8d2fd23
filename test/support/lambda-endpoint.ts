import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalFunction } from './runtime-api.ts';

export interface LambdaEndpoint {
  readonly url: string;
  /** The events that were sent, in their order, with how many bytes each had. */
  readonly events: readonly {
    readonly name: string;
    readonly bytes: number;
    // biome-ignore lint/suspicious/noExplicitAny: whatever was sent
    readonly event: any;
    readonly answer: unknown;
    readonly agent: string;
  }[];
  /** What to answer the next calls instead, the first one first. */
  refuse(...answers: readonly Refusal[]): void;
  stop(): Promise<void>;
}

export interface Refusal {
  readonly status: number;
  readonly type?: string;
  readonly message?: string;
  /** The call went through, and the function failed so. */
  readonly payload?: unknown;
  readonly functionError?: boolean;
}

/** What a synchronous call may weigh, in bytes. */
const limit = 6 * 1024 * 1024;

/**
 * Lambda's Invoke, in front of functions that run here.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function startLambdaEndpoint(
  functions: Readonly<Record<string, Pick<LocalFunction, 'invoke'>>>,
): Promise<LambdaEndpoint> {
  const events: LambdaEndpoint['events'][number][] = [];
  const refusals: Refusal[] = [];
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(
      /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url ?? '')?.[1] ?? '',
    );
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const called = functions[name];
    const refusal = refusals.shift();
    if (refusal !== undefined) {
      if (refusal.type !== undefined) return refuse(response, refusal.status, refusal.type, refusal.message);
      return answer(response, refusal.payload, refusal.functionError === true);
    }
    if (called === undefined)
      return refuse(response, 404, 'ResourceNotFoundException', `Function not found: ${name}`);
    if (body.length > limit)
      return refuse(response, 413, 'RequestTooLargeException', `Request must be smaller than ${limit} bytes`);
    const event = JSON.parse(body.toString());
    const { payload, failed } = await called.invoke(event);
    const agent = request.headers['user-agent'] ?? '';
    events.push({ name, bytes: body.length, event, answer: payload, agent });
    answer(response, payload, failed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    refuse: (...answers) => void refusals.push(...answers),
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function answer(response: ServerResponse, payload: unknown, failed: boolean): void {
  response.writeHead(200, {
    'x-amz-executed-version': '$LATEST',
    'x-amzn-requestid': '8a7b6c5d-request',
    ...(failed ? { 'x-amz-function-error': 'Unhandled' } : {}),
  });
  response.end(JSON.stringify(payload));
}

function refuse(response: ServerResponse, status: number, type: string, message = ''): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ Type: 'User', Message: message, message }));
}
