import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { answersWith, assumptionIds, catalogue, defaultAnswers } from '../../assumptions/catalogue.ts';
import { assumptionsPage } from '../../assumptions/page.ts';
import type { ConformanceResult } from '../../assumptions/result.ts';
import { parseOptions } from '../../emulator/options.ts';
import { startEmulator } from '../support/emulator.ts';

const { contributedResults }: typeof import('../../scripts/assumptions.mjs') = await import(
  '../../scripts/assumptions.mjs'
);

describe('the catalogue', () => {
  test.each(assumptionIds)('%s has a default and at least one other answer', (id) => {
    const answers = Object.keys(catalogue[id].answers);
    expect(answers).toContain(catalogue[id].default);
    expect(answers.length).toBeGreaterThan(1);
  });

  test('docs/assumptions.md is what it says (`npm run docs`)', async () => {
    expect(await readFile('docs/assumptions.md', 'utf8')).toBe(assumptionsPage(await contributedResults()));
  });

  test('a contributed result becomes the status', () => {
    const inconclusive = { status: 'inconclusive', reason: 'no role' } as const;
    const results = Object.fromEntries(assumptionIds.map((id) => [id, inconclusive]));
    const result = {
      schema_version: 1,
      vault_version: '2.0.3+ent',
      date: '2027-01-02T03:04:05Z',
      results: {
        ...results,
        'fresh-minimum': { status: 'confirmed', answer: '1' },
        'empty-list': { status: 'refuted', answer: '200', observed: '200' },
      },
    } as ConformanceResult;
    const page = assumptionsPage([result]);
    expect(page).toMatch(/`fresh-minimum` .* \| confirmed by Vault 2\.0\.3\+ent, 2027-01-02 \|/);
    expect(page).toMatch(/`empty-list` .* \| refuted \(`200`\) by Vault 2\.0\.3\+ent, 2027-01-02 \|/);
    expect(page).toMatch(/`kms-tags` .* \| assumed \|/);
  });
});

describe('--assume', () => {
  test('replaces answers', () => {
    expect(answersWith(['empty-list=200', 'kms-tags=none'])).toEqual({
      answers: { ...defaultAnswers, 'empty-list': '200', 'kms-tags': 'none' },
    });
  });

  test('names every problem', () => {
    expect(parseOptions(['--assume', 'nothing=1', '--assume=empty-list=300'], {})).toEqual({
      problems: [
        '--assume "nothing=1" names no assumption: docs/assumptions.md lists them',
        '--assume "empty-list=300": the answers are 200, 404',
      ],
    });
  });

  test('reaches the engine of the bundle', async () => {
    const emulator = await startEmulator({
      args: ['--assume', 'empty-list=200', '--assume', 'fresh-minimum=0'],
    });
    expect((await emulator.vault('LIST', 'keymgmt/key')).body.data).toEqual({ keys: [] });
    await emulator.vault('PUT', 'keymgmt/key/k', { body: { type: 'aes256-gcm96' } });
    expect((await emulator.vault('GET', 'keymgmt/key/k')).body.data.min_enabled_version).toBe(0);
    await emulator.stop();
  });
});
