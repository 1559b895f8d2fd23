import { describe, expect, test } from '@jest/globals';
import { summaryMarkdown } from '../../src/render/summary-markdown.ts';
import { topologyDiagram } from '../../src/render/topology-diagram.ts';
import { seen } from './github-markdown.ts';
import { hostile } from './hostile.ts';
import { distribution, finding, keyReport, poisoned, run, samples, verification } from './samples.ts';

const summary = (report: ReturnType<typeof run>, limit = 1024 * 1024) => summaryMarkdown(report, limit);

/** Each text comes after the one before it. */
function expectOrder(markdown: string, texts: readonly string[]): void {
  const { text } = seen(markdown);
  const places = texts.map((part) => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
}

describe('a summary', () => {
  test('says what ran, where, and for whom', () => {
    expectOrder(summary(samples.changes), [
      'plan',
      'Vault https://vault.example.com:8200',
      'namespace admin',
      'mount team-a/keymgmt',
      'by octocat',
      'octo-org/keys',
      'run 4711',
    ]);
  });

  test('of a plan has what is taken away before the rest', () => {
    expectOrder(summary(samples.changes), ['remove from KMS', 'register KMS provider', 'create key']);
  });

  test('of a refusal says where it is declared, and the way out', () => {
    expectOrder(summary(samples.refusal), [
      'plan_refused',
      'type is aes256-gcm96 and cannot become rsa-2048',
      'keys.yaml:8',
      'Destroy the distribution',
    ]);
  });

  test('of a run that stopped half way says what failed, what was not done, and what was', () => {
    expectOrder(summary(samples.applied), [
      'AccessDeniedException',
      '1 step done, 1 failed, 1 not done',
      'not\u00a0done',
      'create key',
    ]);
  });

  test('of a verification has what failed first, each with its remedy', () => {
    expectOrder(summary(samples.failed), [
      'FAIL: 3 keys',
      'payments-db',
      'Cancel the deletion',
      '2 key versions match Vault’s record',
      'kms:CreateKey',
      'kms:ImportKeyMaterial',
      'denied (identity policy) for aws-us-west-2',
    ]);
  });

  test('has what was written to be copied, whatever is in it', () => {
    const manifest = 'path: keymgmt\n```\n<b>out</b>\n@octocat\n';
    const { elements, text, filtered } = seen(
      summary(
        run({
          command: 'import',
          manifest,
          vault_policy: { plan: 'path "a" {}' },
          iam_policy: { vault: { Version: '1' } },
        }),
      ),
    );
    expect(elements.filter((name) => name === 'pre')).toHaveLength(3);
    expect(elements).not.toContain('b');
    expect(text).toContain(manifest);
    expect(filtered.join('')).not.toContain('@octocat');
  });

  test('that is too long shows fewer rows, and says how many it leaves out', () => {
    const short = summary(samples.many, 20_000);
    expect(Buffer.byteLength(short)).toBeLessThanOrEqual(20_001);
    expect(short).toMatch(/… and \d+ rows more: the report file/);
    expect(short).toContain('service-8');
  });
});

describe('the drawing', () => {
  const nodes = (text: string) => text.match(/^ {2}n\d+[[(]/gm) ?? [];

  test('has each thing once, coloured by its verdict', () => {
    const text = topologyDiagram(samples.failed);
    expect(nodes(text)).toHaveLength(2 + 2 * 3);
    expect(text).toMatch(/"payments-db"\):::fail/);
    expect(text).toMatch(/"orders-db"\):::pass/);
  });

  test('has at most 30 nodes: what failed, and how many are left out', () => {
    const text = topologyDiagram(samples.many);
    expect(nodes(text).length).toBeLessThanOrEqual(30);
    expect(text.match(/"service-\d+"\):::fail/g)).toHaveLength(5);
    expect(text).toMatch(/and \d+ more/);
  });

  test('is left out when nothing is distributed', () => {
    expect(topologyDiagram(run({ verification: verification([keyReport('a', [finding()])]) }))).toBe('');
  });

  test.each(hostile.map((text) => [JSON.stringify(text.slice(0, 40)), text]))(
    'takes %s as a label only',
    (_, text) => {
      const lines = topologyDiagram(poisoned(text)).split('\n');
      const grammar =
        /^ {2}(n\d+(\[\(|\(\[|\[|\()"([A-Za-z0-9 ._/-]|#\d+;)+"(\)\]|\]\)|\]|\))(:::(pass|fail|indeterminate|planned|removed))?|n\d+ --> n\d+|classDef (pass|fail|indeterminate|planned|removed) [\w:#,-]+)$/;
      for (const line of lines.slice(2, -1)) expect(line).toMatch(grammar);
    },
  );

  test('draws one of 30 nodes for 2,000 keys in no time', () => {
    const distributions = Array.from({ length: 2000 }, (_, index) => distribution(`key-${index}`));
    expect(nodes(topologyDiagram(run({ distributions }))).length).toBeLessThanOrEqual(30);
  });
});
