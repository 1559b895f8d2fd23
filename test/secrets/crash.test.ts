import { spawn } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { commands } from '../../src/model/run.ts';
import { leaksIn, secrets } from './leaks.ts';

/** The bundle as a process that cannot report: the runner's files are not there. */
async function crash(bundle: string, env: Record<string, string>): Promise<{ code: unknown; said: string }> {
  const child = spawn(process.execPath, [bundle], {
    env: {
      PATH: process.env['PATH'],
      GITHUB_ACTIONS: 'true',
      RUNNER_DEBUG: '1',
      INPUT_URL: 'http://127.0.0.1:1',
      INPUT_METHOD: 'approle',
      INPUT_ROLE_ID: 'role',
      INPUT_SECRET_ID: secrets.secret_id,
      INPUT_EXTRA_HEADERS: `CF-Access-Client-Secret: ${secrets.header}`,
      INPUT_NAME: 'aws',
      INPUT_KEY_COLLECTION: 'us-west-2',
      INPUT_ACCESS_KEY: 'AKIAEXAMPLE000000000',
      INPUT_SECRET_KEY: secrets.secret_key,
      INPUT_KEYS: '[payments]',
      INPUT_TIMEOUT: '1s',
      STATE_token: secrets.vault_token,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((ended) => child.on('close', ended));
  return { code, said };
}

/** The lines that the runner does not show. */
const shown = (said: string) =>
  said
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n');

test.each(commands)('%s shows no secret when it crashes', async (command) => {
  const { code, said } = await crash('dist/index.cjs', {
    INPUT_COMMAND: command,
    GITHUB_OUTPUT: '/nonexistent/output',
  });
  expect([code, shown(said)]).toEqual([1, expect.stringContaining('Missing file at path')]);
  expect(leaksIn(shown(said))).toEqual([]);
});

test('the post step shows no secret when it fails', async () => {
  const { said } = await crash('dist/post.cjs', { GITHUB_STATE: '/nonexistent/state' });
  expect(shown(said)).toMatch(/revoke/i);
  expect(leaksIn(shown(said))).toEqual([]);
});
