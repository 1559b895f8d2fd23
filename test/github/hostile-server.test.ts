import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { publishToGitHub } from '../../src/action/github/publish.ts';
import { systemClock } from '../../src/effects/clock.ts';
import { samples } from '../render/samples.ts';
import { keptLog } from '../vault/support/run.ts';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Publishes to a server of this behaviour; the lines are those above debug level. */
async function publish(
  answer: RequestListener,
  { event = JSON.stringify({ pull_request: { number: 7 } }), total = 3_000 } = {},
) {
  let requests = 0;
  server = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const path = join(await mkdtemp(join(tmpdir(), 'event-')), 'event.json');
  await writeFile(path, event);
  const log = keptLog();
  await publishToGitHub(
    samples.changes,
    { comment: true, issue: true, comment_key: '', github_token: 'ghs_test' },
    {
      env: {
        GITHUB_REPOSITORY: 'octo-org/keys',
        GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        GITHUB_EVENT_PATH: path,
      },
      clock: systemClock,
      log,
      signal: new AbortController().signal,
      request_time: 1_000,
    },
    total,
  );
  const lines = log.lines.filter((line) => !line.startsWith('debug'));
  return { lines, requests };
}

const json =
  (body: string, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };

describe('an API that answers', () => {
  test.each([
    ['null', json('null')],
    ['a list where an object belongs', json('[]')],
    ['an object where a list belongs', json('{"login": "me"}')],
    ['broken JSON', json('{"login": ')],
    [
      'the page of a proxy',
      ((_, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>')) as RequestListener,
    ],
    ['nothing', ((_, response) => response.writeHead(200).end()) as RequestListener],
  ])('%s is a warning in a sentence', async (_, answer) => {
    const { lines } = await publish(answer);
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatch(/^warning: The (pull request comment|issue) was not written: "/);
      expect(line).not.toMatch(/undefined|is not a function|Cannot read|TypeError/);
      expect(line.length).toBeLessThan(600);
    }
  });

  test('pages without an end is not followed for ever', async () => {
    const comment = { id: 1, html_url: 'https://github.test/1', body: '', user: { login: 'x' } };
    const { lines, requests } = await publish(
      (request, response) => {
        const isUser = request.url === '/user';
        const next = '<http://127.0.0.1:1/elsewhere>; rel="next"';
        response.writeHead(200, { 'content-type': 'application/json', ...(isUser ? {} : { link: next }) });
        const issue = { ...comment, number: 1, labels: [] };
        response.end(
          JSON.stringify(isUser ? { login: 'me' } : [request.url?.includes('comments') ? comment : issue]),
        );
      },
      { total: 20_000 },
    );
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toContain('GitHub lists more than 3000 entries');
    expect(requests).toBeLessThan(70);
  });

  test('more than it is worth is not read to the end', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    let sent = 0;
    const { lines } = await publish(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const send = () => {
          if (response.destroyed || sent > 200) return void response.end();
          sent += 1;
          response.write(megabyte, send);
        };
        send();
      },
      { total: 20_000 },
    );
    expect(lines[0]).toMatch(/^warning: .*the answer has more than \d+ bytes/);
    expect(lines[0]!.length).toBeLessThan(600);
    expect(sent).toBeLessThan(100);
  });

  test('never ends with the total time, and says so', async () => {
    const { lines } = await publish(() => {}, { total: 2_500 });
    expect(lines.filter((line) => line.startsWith('warning'))).toHaveLength(2);
    expect(lines.at(-1)).toMatch(/was not written: .*(took longer than 2.5 s|did not answer)/);
  });
});

describe('an event', () => {
  test.each(['null', '[]', '{"pull_request": null}', '{"pull_request": {"number": "7"}}', '{', '\0', '"x"'])(
    '%j is a warning in a sentence, or an event without a pull request',
    async (event) => {
      const { lines } = await publish(json('{"login": "me"}'), { event });
      expect(lines[0]).toMatch(
        /^(warning: The pull request comment was not written: ".*(event|GITHUB_EVENT_PATH)|info: The event is not about a pull request)/,
      );
    },
  );
});
