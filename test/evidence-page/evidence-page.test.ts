import { describe, expect, test } from '@jest/globals';
import { evidencePage } from '../../src/evidence-page/evidence-page.ts';
import { contentOfReport, contentOfRun } from '../../src/evidence-page/page-content.ts';
import type { CanaryReport, KeyReport, Report } from '../../src/model/report.ts';
import { keyReportId } from '../../src/model/report-findings.ts';
import { plain } from '../../src/render/plain.ts';
import type { CheckDoc } from '../../src/verify/check.ts';
import { checkCatalogue } from '../../src/verify/checks/all-checks.ts';
import { hostile } from '../render/hostile.ts';
import { finding, keyReport, permission, poisoned, run, samples, verification } from '../render/samples.ts';
import { fleetContent } from './fleet-sample.ts';
import { fullReport } from './full-report.ts';
import { readHtml } from './html-document.ts';

const pageOf = (report: ReturnType<typeof run>) => readHtml(evidencePage(contentOfRun(report)));

/** Each text comes somewhere after the one before it. */
function expectOrder(text: string, parts: readonly string[]): void {
  let from = 0;
  for (const part of parts) {
    const place = text.indexOf(part, from);
    expect({ part, isThere: place >= 0 }).toEqual({ part, isThere: true });
    from = place + part.length;
  }
}

describe('the evidence page', () => {
  test('of a failed run says so first, then what to do, for what, when and by whom', () => {
    expectOrder(pageOf(samples.failed).text, [
      'Not compliant',
      '3 keys with 3 versions: 2 match, 1 mismatch, 0 inconclusive.',
      'What to do first',
      'Cancel the deletion while there is time',
      'us-west-2, account 111122223333',
      'team-a/keymgmt/kms/aws-us-west-2',
      '2026-11-24T00:00:00Z',
      'octocat',
      'octo-org/keys',
      'Findings',
      'PendingDeletion',
      'Keys and checks',
      'payments-db',
      'billing',
      'Permissions of Vault’s principal',
      'What the checks prove',
    ]);
  });

  test.each([
    ['Compliant', run({ verification: verification([keyReport('a')]) })],
    ['Not compliant', run({ verification: verification([keyReport('a', [finding()])]) })],
    [
      'Not compliant',
      run({ verification: verification([keyReport('a')], [permission('kms:CreateKey', 'denied')]) }),
    ],
    [
      'Inconclusive',
      run({ verification: verification([keyReport('a', [finding({ status: 'indeterminate' })])]) }),
    ],
    [
      'Incomplete',
      run({ verification: { ...verification([keyReport('a')]), complete: false, compliant: false } }),
    ],
    ['Not verified', run({ command: 'plan' })],
    ['Run failed', run({ error: { code: 'vault_sealed', message: 'Vault is sealed.' } })],
  ])('says %s', (title, report) => {
    const { text } = pageOf(report);
    expectOrder(text, [`Vault keys in AWS KMS ${title}`]);
    if (report.error !== null) expectOrder(text, [title, 'vault_sealed', 'Vault is sealed.', 'octocat']);
  });

  test('shows what changed, what is accepted, what is outside Vault, last use and controls', () => {
    expectOrder(readHtml(evidencePage(contentOfReport(fullReport('the text'), []))).text, [
      '2 accepted findings apart.',
      'Since the text: 1 new, 1 fixed.',
      'keymgmt/kms/aws',
      'What changed',
      'Since the text: 1 new, 1 fixed, 3 unchanged.',
      'New findings',
      'Key material replaced',
      'Keys gone',
      'Permissions lost',
      'Accepted findings',
      'Owner',
      'the text',
      'Last used',
      'the text, the text',
      'readable, made the text',
      'KMS keys by origin',
      '25 %',
      '1 KMS key outside Vault’s record',
      'imported',
      'Evidence for',
      'key_state',
      'the text',
    ]);
  });

  describe('shows a check as passed', () => {
    const columns = Object.values<CheckDoc>(checkCatalogue).filter(
      ({ scope }) => scope === 'version' || scope === 'key',
    );
    /** The sign of each check, by its id, in the row of a key. */
    function signs(report: Report, name: string): Record<string, string> {
      const html = evidencePage(contentOfReport(report, []));
      const row = new RegExp(`<tr class="\\w+"><th scope="row"><a[^>]*>${name}</a></th>(.*?)</tr>`).exec(
        html,
      )![1]!;
      const cells = row
        .split('<td')
        .slice(1)
        .map((cell) => `<td${cell}`.replaceAll(/<[^>]+>/g, '').trim());
      return Object.fromEntries(columns.map(({ id }, at) => [id, cells[at]!]));
    }
    const those = (signsOf: Record<string, string>, sign: string) =>
      columns.map(({ id }) => id).filter((id) => signsOf[id] === sign);
    const withCanary = (result: CanaryReport['result']): KeyReport => {
      const key = keyReport('good');
      return { ...key, versions: key.versions.map((version) => ({ ...version, canary: { result } })) };
    };

    test('only in a key that passed, at its depth', () => {
      const report: Report = {
        ...verification([keyReport('good'), keyReport('bad', [finding()])]),
        depth: 'standard',
      };
      const good = signs(report, 'good');
      expect(those(good, '–').length).toBeGreaterThan(0);
      expect(those(good, '–')).toEqual(
        columns.filter(({ depth, opt_in }) => depth === 'full' || opt_in).map(({ id }) => id),
      );
      expect(those(good, '◦')).toEqual(['key_policy', 'policy_public', 'policy_foreign']);
      expect(those(good, '✓')).toHaveLength(columns.length - those(good, '–').length - 3);
      const bad = signs(report, 'bad');
      expect(those(bad, '✗')).toEqual(['key_state']);
      expect(those(bad, '✓')).toEqual([]);
      expect(those(signs({ ...report, depth: 'full' }, 'good'), '–')).toEqual(['canary']);
    });

    test('of a canary only where every enabled KMS key answered', () => {
      const sign = (result: CanaryReport['result']) =>
        signs({ ...verification([withCanary(result)]), depth: 'full' }, 'good')['canary'];
      expect(sign('pass')).toBe('✓');
      for (const result of ['made', 'not_used', 'indeterminate', 'fail'] as const)
        expect(sign(result)).toBe('–');
    });

    test('not where its finding is accepted', () => {
      const accepted = {
        ...{ id: 'x', reason: 'r', owner: 'o', expires: '2999-01-01', version: 1 },
        key: keyReportId(keyReport('good')),
        finding: finding(),
      };
      const report: Report = { ...verification([keyReport('good')]), depth: 'full', accepted: [accepted] };
      expect(those(signs(report, 'good'), '(✗)')).toEqual(['key_state']);
    });
  });

  test.each(Object.entries(samples))('of %s has no link to nowhere, and no id twice', (_, report) => {
    const { ids, fragments } = pageOf(report);
    expect(fragments.filter((fragment) => !ids.includes(fragment))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('needs no script, and its policy allows none', () => {
    const { elements, attributes } = pageOf(samples.failed);
    expect(elements).not.toContain('script');
    expect(attributes.filter((attribute) => / (src|srcset|action|style|on\w+)=/.test(attribute))).toEqual([]);
    expect(attributes.filter((attribute) => attribute.startsWith('meta content'))).toEqual(
      expect.arrayContaining([expect.stringMatching(/default-src 'none'; style-src 'sha256-[\w+/=]{44}';/)]),
    );
  });
});

describe.each([
  ['a run', (text: string) => contentOfRun(poisoned(text))],
  [
    'a report with all that it can have',
    (text: string) => contentOfReport(fullReport(text), [{ label: text, text }]),
  ],
])('in every place of the page of %s', (_, contentWith) => {
  const page = (text: string) => readHtml(evidencePage(contentWith(text)));
  const frame = page('x');
  const names = (list: readonly string[]) => new Set(list.map((attribute) => attribute.replace(/=.*/s, '')));

  test.each(hostile.map((text) => [JSON.stringify(text.slice(0, 60)), text]))(
    '%s only shows itself',
    (_, text) => {
      const { elements, attributes, comments, text: shown } = page(text);
      const extra = new Set(['a', 'li', 'code', 'ul', 'br', 'strong']);
      expect(elements.filter((element) => !frame.elements.includes(element) && !extra.has(element))).toEqual(
        [],
      );
      expect([...names(attributes)].filter((name) => !names(frame.attributes).has(name))).toEqual([]);
      expect(
        attributes.filter((attribute) =>
          /^a href=(?!#|https:\/\/(docs\.aws\.amazon|developer\.hashicorp)\.com\/)/.test(attribute),
        ),
      ).toEqual([]);
      expect(comments).toEqual([]);
      const flat = plain(text).replace(/\s+/g, ' ').trim();
      if (text.length < 4000) expect(shown.replace(/\s+/g, ' ')).toContain(flat);
    },
  );
});

describe('the page of a fleet of 50 providers and 2,000 keys', () => {
  const limit = 3_000_000;

  test('weighs less than 3 MB, has every key, and names what was not checked first', () => {
    const html = evidencePage(fleetContent(50, 2000));
    expect(Buffer.byteLength(html)).toBeLessThan(limit);
    const { text, ids, fragments } = readHtml(html);
    expect(text.match(/alias\/hashicorp\/service-\d+-\d+-1700000000/g)).toHaveLength(2000);
    expectOrder(text, ['Not compliant', '1 target could not be checked', 'Not checked', 'Vault is sealed']);
    const known = new Set(ids);
    expect(fragments.filter((fragment) => !known.has(fragment))).toEqual([]);
  });

  test('weighs less than 3 MB when every key fails', () => {
    const html = evidencePage(fleetContent(50, 2000, () => true));
    expect(Buffer.byteLength(html)).toBeLessThan(limit);
    const { ids, fragments } = readHtml(html);
    const known = new Set(ids);
    expect(fragments.filter((fragment) => !known.has(fragment))).toEqual([]);
  });

  test('counts the keys that a report leaves out', () => {
    const { targets, ...fleet } = fleetContent(2, 20);
    const html = evidencePage({
      ...fleet,
      targets: targets.map((target) => ({ ...target, keys: target.keys.slice(0, 3) })),
    });
    expect(readHtml(html).text).toContain('14 keys that the report counts and does not list');
  });
});
