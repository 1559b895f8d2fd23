import { afterEach, describe, expect, test } from '@jest/globals';
import { open } from './support/run.ts';
import { drop } from './support/server.ts';
import { closeAll, failed, start } from './support/start.ts';

const at = (name: string) => ({ namespace: '', path: ['keymgmt', 'key', name] });

afterEach(closeAll);

describe('a server that never answered', () => {
  test('refuses the connection: each request is tried three times, and what fails together is logged once', async () => {
    const { connection, lines } = open(new URL('http://127.0.0.1:1'));
    const errors = await Promise.all(['a', 'b', 'c'].map((name) => failed(connection.get(at(name)))));
    expect(errors.map(({ code }) => code)).toEqual(new Array(3).fill('connection_refused'));
    expect(lines.map((line) => /attempt \d of \d/.exec(line)?.[0])).toEqual([
      'attempt 1 of 3',
      'attempt 2 of 3',
    ]);
  });

  test('closes the connection where plain HTTP is spoken: the remedy names https', async () => {
    const { connection } = await start([drop]);
    expect((await failed(connection.get(at('a')))).remedy).toContain(
      'if Vault speaks TLS on this port, write `https://`',
    );
  });
});

test('a server that answered before, and then refuses: is waited for as long as any', async () => {
  const server = await start([{ status: 200, json: { data: {} } }]);
  await server.connection.get(at('a'));
  await server.close();
  expect(await failed(server.connection.get(at('b')))).toMatchObject({ code: 'connection_refused' });
  expect(server.lines.at(-1)).toContain('attempt 3 of 4');
});
