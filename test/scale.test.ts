import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { memory, scaleDocument } from '../scripts/scale.mjs';

test('docs/scale.md is what the measured numbers come to (node scripts/scale.mjs)', async () => {
  const measured = JSON.parse(await readFile('bench/measured.json', 'utf8'));
  expect(await readFile('docs/scale.md', 'utf8')).toBe(scaleDocument(measured));
});

test('it counts with the memory that the template gives', async () => {
  const template = await readFile('lambda/template.yaml', 'utf8');
  expect(template).toMatch(new RegExp(`MemorySize:\n    Type: Number\n    Default: ${memory}\n`));
});
