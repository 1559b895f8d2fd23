import { describe, expect, test } from '@jest/globals';
import { outputsOf } from '../../src/action/outputs.ts';
import { commentMarkdown } from '../../src/render/comment-markdown.ts';
import { markerOf } from '../../src/render/marker.ts';
import { summaryMarkdown } from '../../src/render/summary-markdown.ts';
import {
  distribution,
  keyReport,
  permission,
  plan,
  run,
  samples,
  step,
  verification,
} from '../render/samples.ts';

const names = Array.from({ length: 2000 }, (_, index) => `payments-${index}-${'x'.repeat(40)}`);
const large = run({
  plan: plan(names.map((name) => step('distribute', name))),
  distributions: names.map((name) => distribution(name)),
  verification: verification(
    names.map((name) => keyReport(name)),
    [permission('kms:CreateKey', 'denied')],
  ),
  manifest: names.join('\n').repeat(10),
});

describe('with 2,000 keys', () => {
  const outputs = outputsOf(large, '/tmp/report.json');

  test('each output is within 256 KB, and all together within the 1 MB of a job', () => {
    const sizes = Object.values(outputs).map((text) => Buffer.byteLength(text));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * 1024);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(1024 * 1024);
  });

  test('what is too long points to the report', () => {
    for (const name of ['plan', 'distributions', 'verification', 'manifest'] as const) {
      expect(JSON.parse(outputs[name]!)).toEqual({ truncated: true, report_path: '/tmp/report.json' });
    }
  });

  test('the summary is within 1 MiB and says how much it leaves out', () => {
    const summary = summaryMarkdown(large, 1024 * 1024);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1024 * 1024);
    expect(summary).toMatch(/and [\d,]+ rows more|and [\d,]+ more/);
  });

  test('the comment is within 65,536 characters', () => {
    const comment = commentMarkdown(large, markerOf('comment', large, ''), null);
    expect(comment.length).toBeLessThanOrEqual(65_536);
  });
});

test('the matrix has what a job needs, by provider', () => {
  expect(JSON.parse(outputsOf(samples.clean, '')['matrix']!)).toEqual([
    {
      id: 'team-a/keymgmt/kms/aws-us-west-2',
      namespace: 'team-a',
      path: 'keymgmt',
      kms: 'aws-us-west-2',
      region: 'us-west-2',
      manifest: 'keys.yaml',
    },
  ]);
});

test('the id is the Terraform resource’s, without the namespace that ids has in front', () => {
  const { id, ids } = outputsOf(samples.clean, '');
  expect(id).toBe('keymgmt/kms/aws-us-west-2');
  expect(JSON.parse(ids!)).toEqual(['team-a/keymgmt/kms/aws-us-west-2']);
});

test('the plan says who and what made it', () => {
  const { plan } = outputsOf(samples.clean, '');
  expect(JSON.parse(plan!).provenance).toEqual(samples.clean.provenance);
});

test('success and failure set the same outputs', () => {
  expect(Object.keys(outputsOf(samples.clean, ''))).toEqual(Object.keys(outputsOf(samples.refusal, '')));
});

test('outputs that fit one by one, but not together: the largest ones point to the report', () => {
  const some = names.slice(0, 700);
  const outputs = outputsOf(
    run({
      plan: plan(some.map((name) => step('distribute', name))),
      distributions: some.map((name) => distribution(name)),
      manifest: 'm'.repeat(200_000),
    }),
    '/tmp/report.json',
  );
  const sizes = Object.values(outputs).map((text) => Buffer.byteLength(text));
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(480 * 1024);
  const pointers = Object.entries(outputs).filter(([, text]) => text.includes('"truncated":true'));
  expect(pointers.length).toBeGreaterThan(0);
  expect(pointers.length).toBeLessThan(3);
});
