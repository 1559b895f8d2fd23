import { describe, expect, test } from '@jest/globals';
import { commentMarkdown } from '../../src/render/comment-markdown.ts';
import { markerOf } from '../../src/render/marker.ts';
import { summaryMarkdown } from '../../src/render/summary-markdown.ts';
import { topologyDiagram } from '../../src/render/topology-diagram.ts';
import { distribution, plan, run, samples, step } from './samples.ts';

const summary = (report: ReturnType<typeof run>) => summaryMarkdown(report, 1024 * 1024);
const comment = (report: ReturnType<typeof run>) =>
  commentMarkdown(report, markerOf('comment', report, ''), null);

const [provider] = samples.changes.providers;
const id = (key: string) => `${provider!.id}/key/${key}`;
const planned = (steps: Parameters<typeof plan>[0], undeclared: string[] = []) =>
  run({ ...samples.changes, plan: { ...plan(steps), undeclared } });

describe('a plan', () => {
  test('draws the keys that it adds and removes', () => {
    const held = distribution('legacy');
    const heldId = `${[held.namespace, held.path].filter(Boolean).join('/')}/kms/${held.kms}/key/legacy`;
    const steps = [
      { ...step('distribute', 'x'), id: id('payments-db') },
      { ...step('remove_distribution', 'x', { disruptive: true }), id: heldId },
    ];
    const drawing = topologyDiagram(run({ ...planned(steps), distributions: [held] }));
    expect(drawing).toMatch(/"payments-db"\):::planned/);
    expect(drawing).toMatch(/"legacy"\):::removed/);
    expect(drawing).toContain('classDef planned');
  });

  test('of a key that is already distributed draws it once', () => {
    const held = distribution('payments-db');
    const heldId = `${[held.namespace, held.path].filter(Boolean).join('/')}/kms/${held.kms}/key/payments-db`;
    const drawing = topologyDiagram(
      run({ ...planned([{ ...step('distribute', 'x'), id: heldId }]), distributions: [held] }),
    );
    expect(drawing.match(/"payments-db"\)/g)).toHaveLength(1);
  });

  test('shows undeclared distributions and providers openly, and folds other keys', () => {
    const markdown = summary(
      planned([], [id('legacy'), 'team-a/keymgmt/kms/old', 'team-a/keymgmt/key/spare']),
    );
    const folded = markdown.indexOf('<details>');
    for (const visible of ['legacy', 'kms/old']) {
      expect(markdown.indexOf(visible)).toBeGreaterThan(0);
      expect(markdown.indexOf(visible)).toBeLessThan(folded);
    }
    expect(markdown.indexOf('key/spare')).toBeGreaterThan(folded);
    expect(markdown).toContain('3 undeclared objects left unchanged');
  });
});

describe('the result of a large apply', () => {
  const done = Array.from({ length: 400 }, (_, index) => step('create_key', `key-${index}`));
  const failed = [{ ...step('distribute', 'broken'), error: 'unsupported key type' }];

  test('has its headline and failures first, and folds what was done', () => {
    const markdown = summary(run({ ...samples.changes, applied: { done, failed, left: [] } }));
    const folded = markdown.indexOf('<summary>✅ 400 steps done</summary>');
    expect(folded).toBeGreaterThan(0);
    expect(markdown.indexOf('400 steps done, 1 failed')).toBeLessThan(folded);
    expect(markdown.indexOf('unsupported key type')).toBeLessThan(folded);
    expect(markdown.indexOf('key-0')).toBeGreaterThan(folded);
  });

  test('of few steps is not folded', () => {
    const markdown = summary(
      run({ ...samples.changes, applied: { done: done.slice(0, 3), failed: [], left: [] } }),
    );
    expect(markdown).not.toContain('<summary>✅ 3 steps done');
    expect(markdown).toContain('key-2');
  });
});

describe('a comment', () => {
  const long = 'x'.repeat(300);
  const steps = [
    step('refresh_credentials', 'aws', { reason: `Vault never returns them ${long}` }),
    step('create_key', `key-${long}`, { reason: `a reason ${'of many words '.repeat(20)}` }),
    step('remove_distribution', 'legacy', { disruptive: true }),
  ];

  test('has no line in its diff that overflows sideways, and no refresh', () => {
    const [, diff = ''] = /```diff\n([\s\S]*?)\n```/.exec(comment(planned(steps))) ?? [];
    const lines = diff.split('\n');
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.filter((line) => line.length > 102)).toEqual([]);
    expect(lines.filter((line) => !/^[+!-] /.test(line))).toEqual([]);
    expect(lines[0]).toContain('remove from KMS');
    expect(diff).not.toContain('refresh credentials');
    expect(comment(planned(steps))).toContain('Credentials of 1 provider are written again');
  });

  test('of refreshes alone has no diff', () => {
    expect(comment(planned(steps.slice(0, 1)))).not.toContain('```diff');
  });
});
