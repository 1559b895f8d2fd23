import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allInputs } from '../action/all-inputs.ts';
import { main } from '../action/main.ts';
import { endSession } from '../action/session.ts';
import type { Clock, Env } from '../model/effects.ts';
import type { RunReport } from '../model/run.ts';
import { optionTexts } from './option-texts.ts';
import type { Arguments } from './program.ts';
import { type Stream, Terminal } from './terminal.ts';
import { terminalCore } from './terminal-runner.ts';

/** The process around the command line. */
export interface Process {
  readonly env: Env;
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly clock: Clock;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/**
 * Runs a command as the Action does, revokes the token that it logged in for, and prints the report where asked.
 *
 * @returns the exit code: 0 done, 1 failed, 2 the plan has changes
 */
export async function runCli(
  given: Arguments,
  { env, stdout, stderr, clock, signal }: Process,
): Promise<0 | 1 | 2> {
  const terminal = new Terminal({
    out: given.json ? stderr : stdout,
    err: stderr,
    debug: given.debug,
    colour: !env['NO_COLOR'],
  });
  const { texts, problems } = optionTexts(allInputs, given.options, env);
  for (const problem of problems) terminal.annotation('Error', problem);
  if (problems.length > 0) return 1;

  const folder = await mkdtemp(join(tmpdir(), 'keymgmt-'));
  const inputs = { summary: 'false', report_path: join(folder, 'report.json'), ...texts };
  const core = terminalCore(inputs, terminal, () => {});
  const runner = { core, env, clock, signal, onProgress: terminal.progress.bind(terminal) };
  try {
    await main(runner);
    // A run that was cancelled has revoked its token already.
    if (!signal.aborted) await endSession(runner);
    const text = await readFile(inputs.report_path, 'utf8').catch(() => '{}');
    terminal.endProgress();
    if (given.json) stdout.write(text);
    const { error, plan } = JSON.parse(text) as Partial<RunReport>;
    if (error !== null) return 1;
    return given.detailed_exitcode && plan?.in_sync === false ? 2 : 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
