import { once } from 'node:events';
import { resolve } from 'node:path';
import { readTextFile, UnreadableFile } from '../effects/read-text-file.ts';
import { InvalidInput } from '../model/errors.ts';
import type { Problem } from '../model/problem.ts';
import { inputLocation } from '../model/problem.ts';
import { boundedSearch } from './bounded-search.ts';
import { makeProblem, shown } from './make-problem.ts';
import type { Text } from './parse-yaml.ts';

/** How files are found and read; paths are relative to one folder. */
export interface Files {
  /** @throws {UnreadableFile}, or an error of the system with a `code` such as `ENOENT` */
  read(path: string): string;
  /** The paths that match the patterns; a pattern with a leading `!` excludes paths. */
  glob(patterns: readonly string[]): Promise<string[]>;
}

/** The largest file that is read, in bytes: more than the longest text that is parsed. */
const largestFile = 4 * 1024 * 1024;
/** The most files that a manifest is read from. */
const mostFiles = 1_000;
/** Milliseconds for which a glob may search. */
const globTime = 5_000;
/** The deepest folder that a glob searches. */
const deepest = 16;

/**
 * The files under a folder: for the Action, the workspace.
 *
 * @param cancelled ends a search at once, which would otherwise hold the process
 */
export function filesUnder(folder: string, cancelled?: AbortSignal): Files {
  return {
    read: (path) => readTextFile(resolve(folder, path), largestFile),
    glob: async (patterns) => {
      const { glob } = await import('tinyglobby');
      const limit = AbortSignal.timeout(globTime);
      const signal = cancelled === undefined ? limit : AbortSignal.any([limit, cancelled]);
      const options = {
        cwd: folder,
        onlyFiles: true,
        expandDirectories: false,
        deep: deepest,
        signal,
        fs: boundedSearch(signal),
      };
      const tooLong = once(limit, 'abort').then((): never => {
        throw new InvalidInput([tooMuch(`takes longer than ${globTime / 1000} s to search`)]);
      });
      return Promise.race([glob([...patterns], options), tooLong]);
    },
  };
}

/**
 * The texts that the input `manifest` names.
 *
 * The input is the manifest itself when it has a colon at the end of a word, as every map in YAML has
 * (`path: keymgmt`), or starts like JSON. Otherwise each line is a path or a glob; empty lines and lines that start with
 * `#` are skipped, and a line that starts with `!` excludes files from the globs. Files are read in the order of the
 * lines, those of one glob sorted, each file once.
 *
 * @throws InvalidInput with each line that matches no file, and each file that cannot be read
 */
export async function manifestTexts(manifest: string, files: Files): Promise<Text[]> {
  const input = 'manifest';
  if (isText(manifest)) return [{ text: manifest, file: null, input }];
  const problems: Problem[] = [];
  const paths = await expand(manifest, files, problems);
  if (paths.size > mostFiles) throw new InvalidInput([tooMuch(`matches more than ${mostFiles} files`)]);
  const texts: Text[] = [];
  for (const file of paths) {
    try {
      texts.push({ text: files.read(file), file, input });
    } catch (error) {
      problems.push(unreadable(file, error));
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return texts;
}

function isText(manifest: string): boolean {
  return /:(\s|$)/m.test(manifest) || /^\s*\{\s*["}]/.test(manifest);
}

async function expand(manifest: string, files: Files, problems: Problem[]): Promise<ReadonlySet<string>> {
  const { isDynamicPattern } = await import('tinyglobby');
  const lines = manifest.split(/\r?\n/).map((line) => line.trim());
  const excluded = lines.filter((line) => line.startsWith('!'));
  const paths = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#') || line.startsWith('!')) continue;
    if (!isDynamicPattern(line)) {
      paths.add(line);
      continue;
    }
    const found = (await files.glob([line, ...excluded])).sort();
    for (const path of found) paths.add(path);
    if (found.length > 0) continue;
    const source = { file: null, input: 'manifest', line: index + 1, column: 1 };
    problems.push(makeProblem('no_file', '', source, `${shown(line)} matches no file.`));
  }
  if (paths.size === 0 && problems.length === 0) {
    problems.push(
      makeProblem(
        'nothing_declared',
        '',
        inputLocation('manifest'),
        'has neither text nor the name of a file.',
      ),
    );
  }
  return paths;
}

function unreadable(file: string, error: unknown): Problem {
  const source = { file, input: 'manifest', line: null, column: null };
  if (error instanceof UnreadableFile) return makeProblem('unreadable_file', '', source, `${error.message}.`);
  const code = String((error as { code?: unknown }).code);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return makeProblem('no_file', '', inputLocation('manifest'), `the file ${shown(file)} does not exist.`);
  }
  return makeProblem('unreadable_file', '', source, `cannot be read: ${code}.`);
}

function tooMuch(message: string): Problem {
  const remedy = 'Name the files, or the folder that they are in, such as `keys/*.yaml`.';
  return makeProblem('no_file', '', inputLocation('manifest'), `${message}.`, remedy);
}
