import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { issueMarkdown } from '../../src/render/issue-markdown.ts';
import { markerOf } from '../../src/render/marker.ts';
import { plan, run, samples, step, verification } from '../render/samples.ts';
import { say } from './say.ts';
import { bot, GitHubServer } from './server.ts';

let server: GitHubServer;
beforeEach(async () => {
  server = await new GitHubServer().start();
});
afterEach(() => server.stop());

const tell = (report: ReturnType<typeof run>, comment_key = '') =>
  say(server, report, { issue: true, comment_key });
const settled = run({ command: 'plan', plan: plan([]) });
const compliant = run({ command: 'verify', verification: verification([]) });

test('opened, brought up to date, closed with a comment', async () => {
  await tell(samples.changes);
  expect(server.open).toHaveLength(1);
  expect(server.open[0]).toMatchObject({
    title: 'Keys in AWS KMS are not as declared: team-a/keymgmt',
    labels: ['vault-keymgmt', 'vault-keymgmt: drift'],
    body: expect.stringContaining('1 to remove'),
  });

  await tell(run({ plan: plan([step('create_key', 'another')]) }));
  expect(server.issues).toHaveLength(1);
  expect(server.open[0]!.body).toContain('another');

  await tell(settled);
  expect(server.issues).toMatchObject([{ state: 'closed', state_reason: 'completed' }]);
  expect(server.comments).toMatchObject([
    { issue: 1, body: expect.stringContaining('Solved: the problem no longer exists') },
  ]);

  await tell(samples.changes);
  expect(server.open.map(({ number }) => number)).toEqual([2]);
});

test('all is well from the start: none', async () => {
  const { lines } = await tell(settled);
  expect(server.issues).toEqual([]);
  expect(lines).toEqual(['info: There is no drift or failed check, so no issue is opened.']);
});

test('drift and failed checks share an issue, and each goes when it is gone', async () => {
  await tell(samples.changes);
  await tell(samples.failed);
  expect(server.issues).toHaveLength(1);
  expect(server.open[0]!.labels).toEqual([
    'vault-keymgmt',
    'vault-keymgmt: drift',
    'vault-keymgmt: compliance',
  ]);

  await tell(settled);
  expect(server.open[0]!.labels).toEqual(['vault-keymgmt', 'vault-keymgmt: compliance']);
  expect(server.open[0]!.body).not.toContain('### Plan');
  expect(server.open[0]!.body).toContain('PendingDeletion');

  await tell(compliant);
  expect(server.open).toEqual([]);
});

test.each([
  ['a refusal', samples.refusal, true],
  [
    'an apply that carried all out',
    run({
      command: 'apply',
      plan: samples.changes.plan,
      applied: { done: samples.changes.plan!.steps, failed: [], left: [] },
    }),
    false,
  ],
  ['an apply that failed half way', samples.applied, true],
  [
    'a rotation',
    run({
      command: 'rotate',
      plan: plan([step('rotate', 'a')]),
      applied: { done: [step('rotate', 'a')], failed: [], left: [] },
    }),
    false,
  ],
  ['a run that ended before it looked', run({ error: { code: 'vault_unreachable', message: 'x' } }), false],
])('%s', async (_, report, opens) => {
  await tell(report);
  expect(server.open).toHaveLength(opens ? 1 : 0);
});

test('a run that ended before it looked leaves the issue open', async () => {
  await tell(samples.changes);
  await tell(run({ error: { code: 'vault_unreachable', message: 'x' } }));
  expect(server.open).toHaveLength(1);
});

test('a comment_key tells the jobs of a matrix apart', async () => {
  await tell(samples.changes, 'us-west-2');
  await tell(samples.changes, 'eu-central-1');
  await tell(samples.changes, 'us-west-2');
  expect(server.open).toHaveLength(2);
  await tell(settled, 'us-west-2');
  expect(server.open).toHaveLength(1);
});

test('what others labelled it with stays, and what others wrote is not ours', async () => {
  await tell(samples.changes);
  server.open[0]!.labels.push('team-a');
  const forged = server.addIssue('x', server.open[0]!.body, ['vault-keymgmt'], {
    login: 'mallory',
    type: 'User',
  });
  await tell(samples.changes);
  expect(server.issues[0]!.labels).toContain('team-a');
  await tell(settled);
  expect(server.open).toEqual([forged]);
});

test('two that are open, from whatever happened, become one: the lowest number', async () => {
  const marker = markerOf('issue', samples.changes, '');
  for (let count = 0; count < 3; count += 1) {
    server.addIssue('x', issueMarkdown({ drift: 'old' }, marker), ['vault-keymgmt'], bot);
  }
  await tell(samples.changes);
  expect(server.open.map(({ number }) => number)).toEqual([1]);
  expect(server.issues[2]!.body).toContain('#1');
});

test('50 pairs of racing runs leave one issue each', async () => {
  server.listDelay = 20;
  const pairs = Array.from({ length: 50 }, (_, pair) => `pair-${pair}`);
  await Promise.all(pairs.flatMap((pair) => [tell(samples.changes, pair), tell(samples.changes, pair)]));

  expect(server.issues.length).toBeGreaterThan(75);
  expect(server.open).toHaveLength(50);
  for (const pair of pairs) {
    const { scope } = markerOf('issue', samples.changes, pair);
    expect(server.open.filter(({ body }) => body.includes(scope))).toHaveLength(1);
  }
  const kept = new Set(server.open.map(({ number }) => number));
  for (const { number, body } of server.issues.filter(({ state }) => state === 'closed')) {
    const first = Number(/#(\d+)/.exec(body)![1]);
    expect(kept).toContain(first);
    expect(first).toBeLessThan(number);
  }
});

describe('when GitHub does not take it', () => {
  test('without issues: write, a notice', async () => {
    server.mayWrite = false;
    const { lines } = await tell(samples.changes);
    expect(lines).toEqual([expect.stringMatching(/^notice: .*issues: write/)]);
  });

  test('a lost answer opens no second issue', async () => {
    server.faults.push({ match: /POST .*\/issues$/, times: 1, status: 502, after: true });
    await tell(samples.changes);
    expect(server.issues).toHaveLength(1);
  });

  test('an outage between closing and the comment still says it', async () => {
    await tell(samples.changes);
    server.faults.push({ match: /POST .*\/comments$/, times: 1, status: 502 });
    await tell(settled);
    expect(server.issues).toMatchObject([
      { state: 'closed', body: expect.stringContaining('Solved: the problem no longer exists') },
    ]);
  });
});
