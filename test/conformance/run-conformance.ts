import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConformanceResult } from '../../assumptions/result.ts';

export interface ConformanceRun {
  readonly exitCode: number | null;
  readonly output: string;
  /** `null`: no file was written. */
  readonly result: ConformanceResult | null;
}

/** Runs `npm run conformance` as a process. */
export async function runConformance(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  onOutput: (output: string, interrupt: () => void) => void = () => {},
): Promise<ConformanceRun> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  const path = join(folder, 'result.json');
  const child = spawn(process.execPath, ['--no-warnings', 'scripts/conformance.mjs', ...args], {
    env: { PATH: process.env['PATH'], HOME: folder, CONFORMANCE_RESULT: path, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      onOutput(output, () => child.kill('SIGINT'));
    });
  }
  const exitCode = await new Promise<number | null>((ended) => child.on('close', ended));
  const text = await readFile(path, 'utf8').catch(() => 'null');
  await rm(folder, { recursive: true });
  return { exitCode, output, result: JSON.parse(text) as ConformanceResult | null };
}

/** The ids whose answer differs from the catalogue's, with that answer. */
export function refuted({ result }: ConformanceRun): Record<string, string> {
  return Object.fromEntries(
    Object.entries(result!.results).flatMap(([id, verdict]) =>
      verdict.status === 'refuted' ? [[id, verdict.answer]] : [],
    ),
  );
}

/** The ids without an answer, each with the reason. */
export function inconclusive({ result }: ConformanceRun): Record<string, string> {
  return Object.fromEntries(
    Object.entries(result!.results).flatMap(([id, verdict]) =>
      verdict.status === 'inconclusive' ? [[id, verdict.reason]] : [],
    ),
  );
}
