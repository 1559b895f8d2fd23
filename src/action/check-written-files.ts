import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { inputLocation, type Problem } from '../model/problem.ts';
import type { WrittenFiles } from './report-file.ts';

/**
 * Finds files that a run would overwrite: two of its own, or one of the manifest's or the exceptions'.
 *
 * @param written the files that the run writes, by input
 * @param manifests the files that it has read
 * @param exceptions the file of exceptions; `null` for none
 */
export async function checkWrittenFiles(
  written: WrittenFiles,
  manifests: readonly string[],
  exceptions: string | null = null,
): Promise<Problem[]> {
  const taken = new Map<string, string>();
  if (exceptions !== null) taken.set(await canonical(exceptions), 'exceptions');
  for (const manifest of manifests) taken.set(await canonical(manifest), 'a file of the manifest');
  const problems: Problem[] = [];
  for (const [input, path] of Object.entries(written)) {
    const file = await canonical(path);
    const other = taken.get(file);
    taken.set(file, input);
    if (other === undefined) continue;
    problems.push({
      code: 'conflicting_paths',
      at: '',
      source: inputLocation(input),
      message: `${input} names the same file as ${other}: ${path}.`,
      remedy: 'Give each file its own path.',
    });
  }
  return problems;
}

/** The path without symbolic links; one that does not exist yet is in a folder that may. */
async function canonical(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  return realpath(path).catch(() => join(folder, basename(path)));
}
