import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { version } from '../src/version.ts';

test('the version in the User-Agent is the package’s', async () => {
  expect(version).toBe(JSON.parse(await readFile('package.json', 'utf8')).version);
});
