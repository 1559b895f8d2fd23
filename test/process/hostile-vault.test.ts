import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from '@jest/globals';
import { runnerCommands } from '../action/runner-commands.ts';
import { runAction } from '../support/action.ts';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const json =
  (body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);

const depth = 200_000;
const hostileName =
  '::error::x\n::set-output name=a::b ##[error]y <img src=x onerror=alert(1)> @everyone \u202e[a](b)';

test.each<[string, RequestListener]>([
  [
    'an answer without an end',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const send = () => void (response.destroyed || response.write('x'.repeat(65_536), send));
      send();
    },
  ],
  [
    'an answer that drips',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(timer));
    },
  ],
  ['a huge answer', json(`{"data": "${'x'.repeat(50_000_000)}"}`)],
  ['a deep answer', json('['.repeat(depth) + ']'.repeat(depth))],
  ['deep data', json(`{"data": ${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`)],
  ['a compressed answer', json(gzipSync('{"data": {}}'), { 'content-encoding': 'gzip' })],
  ['null', json('null')],
  ['lists where maps belong', json('{"data": [[]], "auth": []}')],
  [
    'names that act',
    json(
      JSON.stringify({
        data: { keys: [hostileName], type: hostileName, path: hostileName },
        warnings: [hostileName],
      }),
    ),
  ],
  [
    'errors that act',
    (_, response) => void response.writeHead(400).end(JSON.stringify({ errors: [hostileName] })),
  ],
])(
  '%s: no crash, an end, bounded memory, nothing executed',
  async (_, answer) => {
    server = createServer(answer);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const run = await runAction(
      {
        command: 'apply',
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        token: 'hvs.token-of-this-test',
        name: 'aws',
        key_collection: 'us-west-2',
        keys: '- a',
        request_timeout: '1s',
        timeout: '4s',
      },
      { env: { NODE_OPTIONS: '--max-old-space-size=256', RUNNER_DEBUG: '' } },
    );
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.outputs['error']!).message).not.toMatch(
      /Cannot read|is not a function|TypeError|RangeError|call stack/,
    );
    expect(run.stderr).not.toMatch(/Unhandled|heap|at .*index\.cjs/);
    expect(run.stdout.length).toBeLessThan(500_000);
    const allowed = ['add-mask', 'error', 'warning', 'notice', 'debug', 'group', 'endgroup'];
    const commands = runnerCommands(run.stdout);
    expect(commands.map(({ command }) => command).filter((name) => !allowed.includes(name))).toEqual([]);
    expect(commands.filter(({ command, data }) => command === 'error' && data === 'x')).toEqual([]);
    expect(run.summary).not.toMatch(/<img|@everyone/);
  },
  40_000,
);
