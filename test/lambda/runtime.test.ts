import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { keyId } from '../verify/support/fixtures.ts';
import type { Fleet } from './fleet.ts';
import { startFleet } from './fleet.ts';
import { region } from './support.ts';

const keys = Array.from({ length: 300 }, (_, index) => ({
  name: `key-${index}`,
  kms: 'aws',
  type: 'aes256-gcm96',
  alias: `alias/hashicorp/key-${index}-1700000000`,
  latest_version: 1,
  versions: { '1': keyId(index) },
}));
const event = { region, keys, permissions: { sets: [] } };

/** A Runtime API: hands events out one by one, and gives back what the runtime posts for each. */
class RuntimeApi {
  readonly server: Server;
  #waiting: ServerResponse | null = null;
  #settle: ((outcome: { path: string; body: Record<string, never> }) => void) | null = null;
  #due: { event: unknown; timeout: number } | null = null;

  constructor() {
    this.server = createServer(async (request, response) => {
      if (request.method === 'GET') {
        this.#waiting = response;
        return this.#handOut();
      }
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      response.writeHead(202).end();
      this.#settle?.({
        path: request.url?.split('/').at(-1) ?? '',
        body: JSON.parse(Buffer.concat(chunks).toString()),
      });
    });
  }

  /** @param timeout of the function, in milliseconds */
  invoke(given: unknown, timeout: number): Promise<{ path: string; body: Record<string, never> }> {
    return new Promise((settle) => {
      this.#settle = settle;
      this.#due = { event: given, timeout };
      this.#handOut();
    });
  }

  #handOut(): void {
    if (this.#due === null || this.#waiting === null) return;
    const { event: given, timeout } = this.#due;
    this.#waiting
      .writeHead(200, {
        'lambda-runtime-aws-request-id': 'request-1',
        'lambda-runtime-deadline-ms': String(Date.now() + timeout),
      })
      .end(JSON.stringify(given));
    this.#due = null;
    this.#waiting = null;
  }
}

const api = new RuntimeApi();
let fleet: Fleet;
let runtime: ChildProcess;
let output = '';

beforeAll(async () => {
  fleet = await startFleet(keys, 40);
  await once(api.server.listen(0, '127.0.0.1'), 'listening');
  runtime = spawn(process.execPath, ['test/lambda/runtime.mjs'], {
    env: {
      PATH: process.env['PATH'],
      BUNDLE: resolve('dist/lambda/index.cjs'),
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(api.server.address() as AddressInfo).port}`,
      AWS_ENDPOINT_URL: fleet.url,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: region,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  runtime.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
});
afterAll(() => {
  runtime.kill();
  api.server.close().closeAllConnections();
  fleet.close();
});

test('the bundle answers under the Runtime API, cold and warm', async () => {
  const few = { ...event, keys: keys.slice(0, 5) };
  for (let call = 0; call < 3; call++) {
    const { path, body } = await api.invoke({ ...few, run_id: 'run-42' }, 30_000);
    expect(path).toBe('response');
    expect(body).toMatchObject({ status: 'pass', compliant: true, summary: { keys: 5 } });
  }
  const lines = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toContainEqual(expect.objectContaining({ message: 'checked: pass', run_id: 'run-42' }));
  expect(lines).toContainEqual(
    expect.objectContaining({ service: 'keymgmt-verifier', region, NotCompliant: 0 }),
  );
});

test('an error has its name and its words', async () => {
  expect(await api.invoke({ region }, 30_000)).toMatchObject({
    path: 'error',
    body: { errorType: 'InvalidEventError', errorMessage: expect.stringContaining('keys') },
  });
});

test('before its time is over it hands out a cursor', async () => {
  const { path, body } = await api.invoke(event, 2_600);
  expect(path).toBe('response');
  expect(body).toMatchObject({ complete: false, compliant: false, next: expect.any(String) });
});
