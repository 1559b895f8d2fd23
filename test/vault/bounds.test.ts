import { afterEach, describe, expect, test } from '@jest/globals';
import { closeAll, failed, start } from './support/start.ts';

afterEach(closeAll);

const megabyte = 'x'.repeat(1024 * 1024);
const at = { namespace: '', path: ['keymgmt', 'key', 'a'] };

describe('an answer of a server that is not bounded', () => {
  test('is read up to 1 MB, and its size is in the error', async () => {
    const { connection } = await start([
      { status: 200, text: megabyte + megabyte, headers: { 'content-length': '2097152' } },
    ]);
    const error = await failed(connection.get(at));
    expect(error.code).toBe('unexpected_answer');
    expect(error.message).toMatch(
      /^GET keymgmt\/key\/a: the answer has 2097152 bytes; at most 1048576 are read$/,
    );
  });

  test('without an end is given up, and not asked for again', async () => {
    let sent = 0;
    const server = await start([
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const send = () => {
          if (response.destroyed || sent > 100) return void response.end();
          sent += 1;
          response.write(megabyte, send);
        };
        send();
      },
    ]);
    const error = await failed(server.connection.get(at));
    expect(error.message).toContain('more than 1048576 bytes');
    expect(server.seen).toHaveLength(1);
    expect(sent).toBeLessThan(50);
  });

  test.each([
    ['one long error', ['e'.repeat(500_000)]],
    ['many errors', Array.from({ length: 20_000 }, (_, index) => `error number ${index}`)],
  ])('with %s is quoted in part', async (_, errors) => {
    const { connection } = await start([{ status: 400, json: { errors } }]);
    const error = await failed(connection.get(at));
    expect(error.message.length).toBeLessThan(45_000);
    expect(error.message).toContain(errors[0]!.slice(0, 10));
  });

  test('of many warnings logs the first ones', async () => {
    const warnings = Array.from({ length: 20_000 }, (_, index) => `warning ${index}`);
    const { connection, lines } = await start([{ status: 200, json: { data: { a: 1 }, warnings } }]);
    expect(await connection.get(at)).toEqual({ a: 1 });
    expect(lines.filter((line) => line.startsWith('warning'))).toHaveLength(20);
  });
});
