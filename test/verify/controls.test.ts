import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import {
  type ControlSource,
  controlsOf,
  controlTable,
  standards,
} from '../../src/model/controls/all-controls.ts';
import type { CanaryReport } from '../../src/model/report.ts';
import { buildReport } from '../../src/verify/build-report.ts';
import { controlsDocument } from '../../src/verify/controls-page.ts';
import { controlsOfRun } from '../../src/verify/identify.ts';
import { keyReport, verification } from '../render/samples.ts';

const sources = Object.keys(controlTable) as ControlSource[];
const requirements = standards.flatMap((standard) => Object.keys(standard.requirements));

test('docs/controls.md is what scripts/controls.mjs writes', async () => {
  expect(await readFile('docs/controls.md', 'utf8')).toBe(controlsDocument());
});

describe('the table', () => {
  test('has for every requirement a check', () => {
    const used = new Set<string>(sources.flatMap(controlsOf));
    expect(requirements.filter((id) => !used.has(id))).toEqual([]);
  });

  test('has for every check a requirement of each standard but CIS, or a reason', () => {
    const gaps = sources.filter((source) => {
      const controls = controlTable[source];
      if ('none' in controls) return controls.none === '';
      return !['NIST', 'ISO', 'SOC'].every((prefix) => controls.some((id) => id.startsWith(prefix)));
    });
    expect(gaps).toEqual([]);
  });

  test('names no requirement twice, and no more than Security Hub takes', () => {
    for (const source of sources) {
      const controls = controlTable[source];
      if ('none' in controls) continue;
      expect({ source, ids: [...new Set(controls)] }).toEqual({ source, ids: controls });
      expect(controlsOf(source)).toHaveLength(controls.length);
      expect(controls.length).toBeLessThanOrEqual(32);
    }
  });
});

test('the page links every check to its requirements, and every requirement to its checks', () => {
  const page = controlsDocument();
  for (const source of sources)
    for (const id of controlsOf(source)) {
      const line = page.split('\n').find((row) => row.includes(`<br>\`${id}\` |`));
      expect(line).toContain(`[\`${source}\`](checks.md#`);
    }
});

test('its links lead to headings of docs/checks.md', async () => {
  const headings = (await readFile('docs/checks.md', 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('## '))
    .map((line) => line.slice(3).toLowerCase().replaceAll(' ', '-').replaceAll("'", ''));
  const anchors = [...controlsDocument().matchAll(/checks\.md#([\w-]+)/g)].map(([, anchor]) => anchor!);
  expect([...new Set(anchors)].filter((anchor) => !headings.includes(anchor))).toEqual([]);
});

test('a report lists the checks of its depth only, and permissions where they were decided', () => {
  expect(controlsOfRun('standard', [], [])).not.toHaveProperty('grants');
  expect(controlsOfRun('standard', [], [])).not.toHaveProperty('permission');
  expect(controlsOfRun('full', [], []).grants).toContain('NIST.800-53.r5 AC-6');
});

test('a report lists the canary only where one was read', () => {
  expect(controlsOfRun('full', [], [])).not.toHaveProperty('canary');
  expect(controlsOfRun('standard', [], ['canary']).canary).toContain('NIST.800-53.r5 SC-12(1)');
  const read = (canary?: CanaryReport) => {
    const key = keyReport('payments-db');
    const versions = key.versions.map((version) => ({ ...version, ...(canary && { canary }) }));
    return Object.hasOwn(
      buildReport({
        ...verification([{ ...key, versions }], []),
        depth: 'standard',
        next: null,
      }).controls ?? {},
      'canary',
    );
  };
  expect((['pass', 'fail', 'indeterminate'] as const).map((result) => read({ result }))).not.toContain(false);
  expect(
    [undefined, 'made' as const, 'not_used' as const].map((result) => read(result && { result })),
  ).toEqual([false, false, false]);
});
