import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { isCommand } from '../../src/model/report.ts';
import type { CheckDoc } from '../../src/verify/check.ts';
import { checkCatalogue } from '../../src/verify/checks/all-checks.ts';
import { placeholders } from '../../src/verify/remedy.ts';

const commandsOf = ({ remedy }: CheckDoc) => remedy(placeholders).split('\n').filter(isCommand);

/** Its own broken state cannot be made here, and its commands are those of another check, which are carried out. */
const sameAs = { key_store: 'key_usage', key_manager: 'latest_version' } as const;

test('every remedy with a command is carried out by a test of this folder', async () => {
  const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.test.ts'));
  const sources = await Promise.all(files.map((name) => readFile(`${import.meta.dirname}/${name}`, 'utf8')));
  const text = sources.join('\n');
  const left = Object.values<CheckDoc>(checkCatalogue).filter((check) => {
    const same = sameAs[check.id as keyof typeof sameAs];
    const commands = commandsOf(check);
    return same === undefined
      ? commands.length > 0 && !new RegExp(`\\b${check.id}\\b`).test(text)
      : !commands.every((command) => commandsOf(checkCatalogue[same]).includes(command));
  });
  expect(left.map(({ id }) => id)).toEqual([]);
});
