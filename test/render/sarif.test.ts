import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import type { Log } from 'sarif';
import { controlsOf } from '../../src/model/controls/all-controls.ts';
import { sarifJson } from '../../src/render/sarif.ts';
import { hostile } from './hostile.ts';
import { poisoned, run, samples } from './samples.ts';

/** The standard's schema, but for its dialect's name: it is of draft 4, and uses nothing that later ones changed. */
const {
  $schema: _dialect,
  id: _id,
  ...schema
} = JSON.parse(
  await readFile('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', 'utf8'),
);
const formats = { uri: true, 'uri-reference': true, 'date-time': true } as const;
const valid = new Ajv({ strict: false, unicodeRegExp: false, formats }).compile(schema);

const resultsOf = (report: ReturnType<typeof run>) =>
  (JSON.parse(sarifJson(report)) as Log).runs[0]!.results!;

test.each([...Object.entries(samples), ['nothing', run()] as const])('%s is SARIF 2.1.0', (_, report) => {
  valid(JSON.parse(sarifJson(report)));
  expect(valid.errors ?? []).toEqual([]);
});

test('hostile texts are still SARIF 2.1.0', () => {
  for (const text of hostile) {
    valid(JSON.parse(sarifJson(poisoned(text))));
    expect(valid.errors ?? []).toEqual([]);
  }
});

describe('a result', () => {
  test('of a refusal or a failed key stands where it is declared', () => {
    for (const report of [samples.refusal, samples.failed]) {
      expect(resultsOf(report)[0]!.locations![0]!.physicalLocation).toEqual({
        artifactLocation: { uri: 'keys.yaml', uriBaseId: '%SRCROOT%' },
        region: { startLine: 8, startColumn: 3 },
      });
    }
  });

  test('of a permission stands on the workflow', () => {
    const permission = resultsOf(samples.failed).find(({ ruleId }) => ruleId === 'permission')!;
    expect(permission.locations![0]!.physicalLocation!.artifactLocation!.uri).toBe(
      '.github/workflows/keys.yaml',
    );
  });

  test('keeps its fingerprint from run to run, and shares it with no other', () => {
    const prints = (report: ReturnType<typeof run>) =>
      resultsOf(report).map(({ partialFingerprints }) => partialFingerprints!['vaultKeymgmt/v1']);
    expect(prints(samples.failed)).toEqual(prints(run({ ...samples.failed, started_at: 'later' })));
    expect(new Set(prints(samples.failed)).size).toBe(3);
  });

  test('is an error when it failed and a warning when it is not known', () => {
    expect(resultsOf(samples.failed).map(({ level }) => level)).toEqual(['error', 'error', 'warning']);
  });
});

test('all is well: no results', () => {
  expect(resultsOf(samples.clean)).toEqual([]);
});

describe('the requirements', () => {
  const { tool, taxonomies = [] } = (JSON.parse(sarifJson(samples.failed)) as Log).runs[0]!;

  test('of a rule are taxa of their standards', () => {
    const rule = tool.driver.rules!.find(({ id }) => id === 'key_state')!;
    const targets = rule.relationships!.map(({ target }) => {
      const taxonomy = taxonomies[target.toolComponent!.index!]!;
      expect(taxonomy.name).toBe(target.toolComponent!.name);
      expect(taxonomy.taxa![target.index!]!.id).toBe(target.id);
      return target.id;
    });
    expect(targets).toEqual([...controlsOf('key_state')]);
  });

  test('are left out when nothing was verified', () => {
    expect((JSON.parse(sarifJson(samples.refusal)) as Log).runs[0]).not.toHaveProperty('taxonomies');
  });
});

test('a rule has the security severity of its check', () => {
  const { tool } = (JSON.parse(sarifJson(samples.failed)) as Log).runs[0]!;
  const scores = tool.driver.rules!.map(({ id, properties }) => [id, properties!['security-severity']]);
  expect(scores).toContainEqual(['key_state', '8.0']);
});
