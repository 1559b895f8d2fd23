import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { filesUnder, manifestTexts } from '../../src/declare/manifest-files.ts';
import { InvalidInput } from '../../src/model/errors.ts';
import { showProblem } from '../../src/model/problem.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'declare-'));
  const contents = {
    'a.yaml': 'a',
    'b.yml': 'b',
    'deep/c.json': '{}',
    'deep/.d.yaml': 'd',
    'deep/z/e.yaml': 'e',
  };
  for (const [path, text] of Object.entries({
    ...contents,
    'binary.yaml': Buffer.from([0xff, 0xfe, 0x00]),
  })) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});
afterAll(() => rm(folder, { recursive: true }));

const found = async (manifest: string) =>
  (await manifestTexts(manifest, filesUnder(folder))).map(({ file, text }) => file ?? `text: ${text}`);

async function problems(manifest: string): Promise<string[]> {
  const error = await found(manifest).catch((thrown: unknown) => thrown);
  if (error instanceof InvalidInput) return error.problems.map(showProblem);
  throw new Error(`not refused: ${error}`);
}

describe('the input manifest', () => {
  test.each([
    'path: keymgmt',
    'path:',
    '{"path": "keymgmt"}',
    '{"path":"keymgmt"}',
    '{}',
    '---\nkms:\n  aws:\n    key_collection: us-west-2\n',
    '# manifest.yaml\npath: a\n',
  ])('is a text: %j', async (manifest) => {
    expect(await found(manifest)).toEqual([`text: ${manifest}`]);
  });

  test.each([
    ['a.yaml', ['a.yaml']],
    ['./a.yaml', ['./a.yaml']],
    ['b.yml\na.yaml\n', ['b.yml', 'a.yaml']],
    ['a.yaml\na.yaml', ['a.yaml']],
    ['# mine\n\n  a.yaml\r\n', ['a.yaml']],
    ['deep/*', ['deep/c.json']],
    ['deep/.*', ['deep/.d.yaml']],
    ['**/*.yaml\n!binary.yaml', ['a.yaml', 'deep/z/e.yaml']],
    ['{a,b}.{yaml,yml}', ['a.yaml', 'b.yml']],
    ['b.yml\n*.y*ml\n!binary.yaml', ['b.yml', 'a.yaml']],
  ])('is paths and globs: %j', async (manifest, files) => {
    expect(await found(manifest)).toEqual(files);
  });

  test('is an absolute path', async () => {
    expect(await found(join(folder, 'a.yaml'))).toEqual([join(folder, 'a.yaml')]);
  });

  test('names each thing that is not there or cannot be read', async () => {
    expect(await problems('nope/*.yaml\nnone.yaml\nbinary.yaml\ndeep\na.yaml/b')).toEqual([
      expect.stringMatching(/^input manifest, line 1, column 1: "nope\/\*\.yaml" matches no file\. Check/),
      expect.stringMatching(/^input manifest: the file "none\.yaml" does not exist\./),
      expect.stringMatching(/^binary\.yaml: is not UTF-8 text\./),
      expect.stringMatching(/^deep: is not a regular file\./),
      expect.stringMatching(/^input manifest: the file "a\.yaml\/b" does not exist\./),
    ]);
  });

  test.each(['# nothing', '\n'])('declares nothing: %j', async (manifest) => {
    expect(await problems(manifest)).toEqual([
      expect.stringContaining('has neither text nor the name of a file'),
    ]);
  });
});
