import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { endpointFor, openClients } from '../../src/aws/clients.ts';
import { createRateLimiter } from '../../src/aws/rate-limiter.ts';
import { createAwsReader } from '../../src/aws/read-evidence.ts';
import { fakeClock } from '../verify/support/clock.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A server that gives these answers, one after the other, the last one for ever. */
async function serve(...answers: { status: number; body: unknown }[]) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const { status, body } = answers[Math.min(requests.length, answers.length) - 1]!;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** A proxy that leads to one place, whatever it is asked for. */
async function tunnelTo(target: string) {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const upstream = connect(Number(new URL(target).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function readerOf(
  env: Record<string, string>,
  signal: AbortSignal | null = null,
  kms_endpoint: string | null = null,
) {
  const clock = fakeClock('2026-01-01T00:00:00.000Z');
  const clients = openClients({
    env: { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', ...env },
    credentials: null,
    run_id: 'run 42/1',
    limiter: createRateLimiter(0.5, clock),
    pool: new Map(),
    signal,
    kms_endpoint,
  });
  return { reader: createAwsReader(clients, 'us-west-2'), clock };
}

const metadata = { KeyMetadata: { KeyId: 'id', Arn: 'arn:aws:kms:us-west-2:111122223333:key/id' } };
const throttled = { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } };

test("the environment's endpoints, the service's own first", () => {
  const env = { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_KMS: 'http://kms' };
  expect(endpointFor('kms', env)).toBe('http://kms');
  expect(endpointFor('sts', env)).toBe('http://all');
  expect(endpointFor('secretsmanager', { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://s' })).toBe('http://s');
  expect(endpointFor('iam', {})).toBeNull();
});

describe('a call', () => {
  test('names the run in its User-Agent', async () => {
    const { url, requests } = await serve({ status: 200, body: metadata });
    await readerOf({ AWS_ENDPOINT_URL: url }).reader.key('us-west-2', 'id');
    expect(requests[0]?.headers['user-agent']).toMatch(/vault-keymgmt-aws-kms\/\S+ run\/run-42-1/);
  });

  test('goes through the proxy, unless the host is excepted', async () => {
    const kms = await serve({ status: 200, body: metadata });
    const proxy = await tunnelTo(kms.url);
    const env = { AWS_ENDPOINT_URL: 'http://kms.example.test', HTTP_PROXY: proxy.url };
    expect(await readerOf(env).reader.key('us-west-2', 'id')).toMatchObject({ ok: true });
    expect(proxy.asked).toEqual(['kms.example.test:80']);
    const direct = await readerOf({ ...env, NO_PROXY: '.example.test' }).reader.key('us-west-2', 'id');
    expect(direct).toMatchObject({ ok: false, failure: { cause: 'unreachable', host: 'kms.example.test' } });
    expect(proxy.asked).toHaveLength(1);
  });

  test('through a proxy that is not there, or that refuses, fails with the proxy as its cause', async () => {
    const refusing = createServer().on('connect', (_request, socket) =>
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'),
    );
    servers.push(refusing);
    await once(refusing.listen(0, '127.0.0.1'), 'listening');
    for (const [port, words] of [
      [1, 'the proxy 127.0.0.1:1 cannot be reached: connect ECONNREFUSED'],
      [(refusing.address() as AddressInfo).port, 'answered 403 to CONNECT'],
    ] as const)
      for (const scheme of ['http', 'https']) {
        const env = {
          AWS_ENDPOINT_URL: `${scheme}://kms.example.test`,
          [`${scheme.toUpperCase()}_PROXY`]: `http://ci:100%25@127.0.0.1:${port}`,
        };
        expect(await readerOf(env).reader.key('us-west-2', 'id')).toMatchObject({
          ok: false,
          failure: {
            cause: 'proxy',
            message: expect.stringContaining(words),
            host: 'kms.example.test',
            proxy: `127.0.0.1:${port}`,
          },
        });
      }
  });

  test('that is throttled is repeated at a lower rate, until it goes through', async () => {
    const { url, requests } = await serve(throttled, throttled, throttled, { status: 200, body: metadata });
    const { reader, clock } = readerOf({ AWS_ENDPOINT_URL: url });
    expect(await reader.key('us-west-2', 'id')).toMatchObject({ ok: true });
    expect(requests).toHaveLength(4);
    expect(clock.slept.length).toBeGreaterThan(0);
  });

  test('that is denied is not repeated', async () => {
    const { url, requests } = await serve({
      status: 400,
      body: {
        __type: 'AccessDeniedException',
        Message: 'User: x is not authorized to perform: kms:DescribeKey',
      },
    });
    expect(await readerOf({ AWS_ENDPOINT_URL: url }).reader.key('us-west-2', 'id')).toMatchObject({
      failure: {
        cause: 'denied',
        message: expect.stringContaining('not authorized'),
        action: 'kms:DescribeKey',
      },
    });
    expect(requests).toHaveLength(1);
  });

  test('ends when time runs out', async () => {
    const server = createServer(() => {});
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { reader } = readerOf({ AWS_ENDPOINT_URL: url }, AbortSignal.timeout(50));
    expect(await reader.key('us-west-2', 'id')).toMatchObject({ failure: { cause: 'aborted' } });
  });

  test('to a KMS outside AWS takes that for STS and IAM as well', async () => {
    const { url, requests } = await serve({ status: 500, body: {} });
    await readerOf({}, null, url).reader.identity();
    expect(requests.length).toBeGreaterThan(0);
  });
});

test('every page of the aliases', async () => {
  const page = (name: string, more: object) => ({
    status: 200,
    body: { Aliases: [{ AliasName: name }], ...more },
  });
  const { url, requests } = await serve(
    page('alias/a', { Truncated: true, NextMarker: 'm' }),
    page('alias/b', { Truncated: false }),
  );
  const answer = await readerOf({ AWS_ENDPOINT_URL: url }).reader.aliases('us-west-2');
  expect(answer).toMatchObject({ value: [{ name: 'alias/a', target_key_id: null }, { name: 'alias/b' }] });
  expect(requests).toHaveLength(2);
});
