import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { hostile } from '../render/hostile.ts';
import { runnerCommands } from './runner-commands.ts';

describe('the runner’s grammar', () => {
  test.each([
    ['::set-output name=a::b', { command: 'set-output', properties: { name: 'a' }, data: 'b' }],
    [
      '  ::error file=a,line=1::b%0Ac',
      { command: 'error', properties: { file: 'a', line: '1' }, data: 'b\nc' },
    ],
    ['\u2003::debug::x', { command: 'debug', properties: {}, data: 'x' }],
    ['text ##[set-env name=a;]b', { command: 'set-env', properties: { name: 'a' }, data: 'b' }],
    ['##[ERROR]b', { command: 'error', properties: {}, data: 'b' }],
  ])('%j is a command', (line, expected) => {
    expect(runnerCommands(line)).toEqual([expected]);
  });

  test.each(['text ::error::x', '\u200b::error::x', '::unheard-of::x', '::error', '##[error'])(
    '%j is none',
    (line) => {
      expect(runnerCommands(line)).toEqual([]);
    },
  );

  test('takes most of the corpus for commands, were it printed as it is', () => {
    expect(hostile.flatMap(runnerCommands).length).toBeGreaterThan(12);
  });
});

describe('a log of hostile texts', () => {
  let output: string;

  /** The log's own code in a process of its own, since the toolkit writes to standard output. */
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'log-'));
    const texts = join(folder, 'texts.json');
    await writeFile(texts, JSON.stringify(hostile));
    const { outputFiles } = await build({
      stdin: {
        contents: `
          import * as core from '@actions/core';
          import { runnerLog } from './src/action/runner-log.ts';
          const log = runnerLog(core, { now: () => new Date(0) });
          for (const text of JSON.parse(require('fs').readFileSync(${JSON.stringify(texts)}, 'utf8'))) {
            const source = { file: text, input: null, line: 1, column: 2 };
            log.info(text);
            log.info('key ' + text + ': done');
            log.debug(text);
            for (const level of ['notice', 'warning', 'error']) log[level](text, source);
            log.group(text, async () => log.info(text));
          }`,
        resolveDir: '.',
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      write: false,
    });
    const script = join(folder, 'log.cjs');
    await writeFile(script, outputFiles[0]!.text);
    output = (await promisify(execFile)(process.execPath, [script], { maxBuffer: 1e8 })).stdout;
  });

  test('has only the commands that the log itself means', () => {
    const names = runnerCommands(output).map(({ command }) => command);
    const count = (name: string) => names.filter((other) => other === name).length;
    expect(new Set(names)).toEqual(new Set(['debug', 'notice', 'warning', 'error', 'group', 'endgroup']));
    for (const name of new Set(names)) expect(count(name)).toBe(hostile.length);
  });

  test('annotates no other place than the one that was meant', () => {
    for (const { command, properties } of runnerCommands(output)) {
      const keys = ['notice', 'warning', 'error'].includes(command) ? ['col', 'file', 'line'] : [];
      expect(Object.keys(properties).sort()).toEqual(
        properties['file'] ? keys : keys.filter((key) => key !== 'file'),
      );
      if (keys.length > 0) expect(properties).toMatchObject({ line: '1', col: '2' });
    }
  });

  test('moves no cursor and turns no text around', () => {
    expect(output.replaceAll('\n', '').replaceAll('\t', '').replaceAll('\u200b', '')).not.toMatch(
      /[\p{Cc}\p{Cf}]/u,
    );
  });
});
