import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { plan, run, samples, step } from '../render/samples.ts';
import { say } from './say.ts';
import { bot, GitHubServer } from './server.ts';

let server: GitHubServer;
beforeEach(async () => {
  server = await new GitHubServer().start();
});
afterEach(() => server.stop());

async function event(payload: unknown): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'event-')), 'event.json');
  await writeFile(path, JSON.stringify(payload));
  return path;
}

const onPullRequest = () => event({ pull_request: { number: 7 } });
const comment = async (
  report = samples.changes as ReturnType<typeof run>,
  more: Partial<Parameters<typeof say>[2]> = {},
) => say(server, report, { comment: true, eventPath: await onPullRequest(), ...more });

test('the first run makes one comment, the next one brings it up to date', async () => {
  await comment();
  expect(server.comments).toHaveLength(1);
  expect(server.comments[0]!.body).toContain('+ register KMS provider team-a/keymgmt/kms/aws-us-west-2');

  await comment(samples.clean);
  expect(server.comments).toHaveLength(1);
  const { body } = server.comments[0]!;
  expect(body.indexOf('No changes: Vault matches the declaration.')).toBeLessThan(
    body.indexOf('<summary>Earlier: as of '),
  );
  expect(body.indexOf('<summary>Earlier: as of ')).toBeLessThan(body.indexOf('+ register KMS provider'));
});

test('saying the same again keeps nothing of before', async () => {
  await comment();
  await comment();
  expect(server.comments[0]!.body).not.toContain('Earlier');
});

test('many runs stay within what GitHub takes, the newest first', async () => {
  for (let round = 1; round <= 9; round += 1) {
    const steps = Array.from({ length: 300 }, (_, index) =>
      step('create_key', `key-${round}-${index}-${'x'.repeat(100)}`),
    );
    await comment(run({ plan: plan(steps) }));
  }
  expect(server.comments).toHaveLength(1);
  const { body } = server.comments[0]!;
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_536);
  expect(body).toContain('key-9-0-');
});

test('comes to one comment a mount and workflow, and a comment_key tells more apart', async () => {
  const elsewhere = samples.changes.providers.map((provider) => ({ ...provider, path: 'keymgmt-2' }));
  await comment();
  await comment(run({ ...samples.changes, providers: elsewhere }));
  await comment(
    run({ ...samples.changes, provenance: { ...samples.changes.provenance, workflow: 'other.yaml' } }),
  );
  await comment(samples.changes, { comment_key: 'us-west-2' });
  await comment(samples.changes, { comment_key: 'us-west-2' });
  expect(server.comments).toHaveLength(4);
});

test('a run that ended before it knew its mounts writes into the same comment', async () => {
  await comment();
  await comment(
    run({ providers: [], error: { code: 'invalid_input', message: 'keys.yaml:3:5: unknown field' } }),
  );
  await comment();
  expect(server.comments).toHaveLength(1);
});

test('refusals and what is taken away come before the rest', async () => {
  await comment(run({ plan: { ...samples.changes.plan!, refusals: samples.refusal.plan!.refusals } }));
  const { body } = server.comments[0]!;
  const order = ['⛔', '⚠️ remove from KMS', '```diff\n- remove from KMS', '+ register KMS provider'].map(
    (text) => body.indexOf(text),
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order[0]).toBeGreaterThan(0);
});

test('what somebody else wrote is not ours, whatever marker it holds', async () => {
  await comment();
  const [own] = server.comments;
  const forged = server.addComment(7, own!.body, { login: 'mallory', type: 'User' });
  const was = forged.body;
  server.comments[0]!.body = 'edited away';
  await comment(samples.clean);
  expect(forged.body).toBe(was);
  expect(server.comments.filter(({ user }) => user === bot)).toHaveLength(2);
});

test('with a person’s token, only that person’s comment is ours', async () => {
  server.self = { login: 'hubot', type: 'User' };
  await comment();
  await comment(samples.clean);
  expect(server.comments).toHaveLength(1);
});

test('finds its comment on a later page', async () => {
  for (let index = 0; index < 150; index += 1) server.addComment(7, 'talk', { login: 'a', type: 'User' });
  await comment();
  await comment(samples.clean);
  expect(server.comments).toHaveLength(151);
});

test('20 pairs of racing runs leave one comment each', async () => {
  server.listDelay = 10;
  const pairs = Array.from({ length: 20 }, (_, pair) => ({ comment_key: `pair-${pair}` }));
  await Promise.all(
    pairs.flatMap((pair) => [comment(samples.changes, pair), comment(samples.changes, pair)]),
  );
  expect(server.requests.filter((request) => request.startsWith('POST')).length).toBeGreaterThan(25);
  expect(server.comments).toHaveLength(20);
});

describe('which pull request', () => {
  const workflowRun = (changes: object) =>
    event({
      workflow_run: {
        head_sha: 'f'.repeat(40),
        head_branch: 'keys',
        head_repository: { owner: { login: 'fork-owner' } },
        pull_requests: [],
        ...changes,
      },
    });

  test('workflow_run from the same repository', async () => {
    await comment(samples.changes, { eventPath: await workflowRun({ pull_requests: [{ number: 9 }] }) });
    expect(server.comments[0]!.issue).toBe(9);
  });

  test('workflow_run from a fork', async () => {
    server.pulls.push({ number: 11, head: { label: 'fork-owner:keys', sha: 'f'.repeat(40) } });
    await comment(samples.changes, { eventPath: await workflowRun({}) });
    expect(server.comments[0]!.issue).toBe(11);
  });

  test('workflow_run from a fork whose branch has gone on: none', async () => {
    server.pulls.push({ number: 11, head: { label: 'fork-owner:keys', sha: 'e'.repeat(40) } });
    const { lines } = await comment(samples.changes, { eventPath: await workflowRun({}) });
    expect(server.comments).toEqual([]);
    expect(lines).toEqual(['info: The event is not about a pull request, so there is no comment.']);
  });

  test('a push: none', async () => {
    const { lines } = await comment(samples.changes, { eventPath: await event({ ref: 'refs/heads/main' }) });
    expect(lines).toEqual(['info: The event is not about a pull request, so there is no comment.']);
  });
});

describe('when GitHub does not take it', () => {
  test('a fork’s token may not write: a notice that says what would help', async () => {
    server.mayWrite = false;
    const { lines, waited } = await comment();
    expect(lines).toEqual([
      expect.stringMatching(
        /^notice: .*403.*Resource not accessible by integration.*pull-requests: write.*fork/,
      ),
    ]);
    expect(waited).toEqual([]);
  });

  test('a wrong token: a warning', async () => {
    const { lines } = await comment(samples.changes, { github_token: 'ghs_other' });
    expect(lines).toEqual([expect.stringMatching(/^warning: .*github_token.*Bad credentials/)]);
  });

  test('no token: a warning', async () => {
    const { lines } = await comment(samples.changes, { github_token: '' });
    expect(lines).toEqual([expect.stringMatching(/^warning: Neither comment nor issue was written/)]);
  });

  test.each([
    ['Retry-After', { status: 429, headers: { 'retry-after': '7' } }, [7000]],
    [
      'a primary limit',
      {
        status: 403,
        headers: {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(Date.parse('2026-11-24T00:00:30Z') / 1000),
        },
      },
      [30_000],
    ],
    ['a secondary limit', { status: 403, message: 'You have exceeded a secondary rate limit.' }, [60_000]],
    ['an outage', { status: 502 }, [500]],
  ])('%s is waited for', async (_, fault, expected) => {
    server.faults.push({ match: /POST/, times: 1, ...fault });
    const { lines, waited } = await comment();
    expect(waited).toEqual(expected);
    expect(lines.at(-1)).toMatch(/^info: Comment: https:/);
    expect(server.comments).toHaveLength(1);
  });

  test('a limit on the very first request is not taken for a bot’s token', async () => {
    server.faults.push({ match: /GET \/user/, times: 1, status: 403, message: 'secondary rate limit' });
    await comment();
    expect(server.requests.filter((request) => request === 'GET /user')).toHaveLength(2);
    expect(server.comments).toHaveLength(1);
  });

  test('a wait that is too long is not waited for', async () => {
    server.faults.push({ match: /POST/, times: 1, status: 429, headers: { 'retry-after': '3600' } });
    const { lines, waited } = await comment();
    expect(waited).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/^warning: /)]);
  });

  test('a secondary limit that lasts: a warning, not a lack of permission', async () => {
    server.faults.push({
      match: /POST/,
      times: 9,
      status: 403,
      message: 'You have exceeded a secondary rate limit.',
    });
    const { lines, waited } = await comment();
    expect(waited).toEqual([60_000]);
    expect(lines.at(-1)).toMatch(/^warning: .*GitHub limits requests/);
  });

  test('an outage that lasts: a warning after four tries', async () => {
    server.faults.push({ match: /POST/, times: 99, status: 503 });
    const { lines, waited } = await comment();
    expect(waited).toEqual([500, 1000, 2000]);
    expect(lines.at(-1)).toMatch(/^warning: /);
  });

  test('an answer that got lost makes no second comment', async () => {
    server.faults.push({ match: /POST/, times: 1, status: 502, after: true });
    await comment();
    expect(server.comments).toHaveLength(1);
  });
});
