import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { base, messages, problems } from '../support/inputs.ts';

describe('method jwt without a token for the job', () => {
  let folder: string;
  let event: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'event-'));
    event = join(folder, 'event.json');
    const pull_request = { head: { repo: { full_name: 'mallory/app' } } };
    await writeFile(event, JSON.stringify({ pull_request }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('says which variable is absent and what to add', () => {
    const [problem] = problems({ ...base, method: 'jwt' }, { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x' });
    expect(problem).toMatchObject({
      code: 'no_id_token',
      message: expect.stringContaining('ACTIONS_ID_TOKEN_REQUEST_TOKEN is not set'),
      remedy: expect.stringContaining('id-token: write'),
    });
  });

  test('knows a pull request from a fork', () => {
    const env = { GITHUB_EVENT_PATH: event, GITHUB_REPOSITORY: 'acme/app' };
    const [problem] = problems({ ...base, method: 'jwt' }, env);
    expect(problem?.message).toMatch(
      /ACTIONS_ID_TOKEN_REQUEST_URL and .* are not set: the pull request comes from a fork/,
    );
    expect(problem?.remedy).toContain('forks');
  });

  test('is no problem with a jwt', () => {
    expect(messages({ method: 'jwt', jwt: 'a.b.c' })).toEqual([]);
  });
});
