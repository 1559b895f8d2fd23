import type * as Core from '@actions/core';
import type { Clock, Log } from '../model/effects.ts';
import type { SourceLocation } from '../model/problem.ts';
import { clip, oneLine, plain } from '../render/plain.ts';

type LogCore = Pick<
  typeof Core,
  'debug' | 'info' | 'notice' | 'warning' | 'error' | 'startGroup' | 'endGroup'
>;

/** The longest line that is printed, in characters. */
const longestLine = 20_000;
/** The most lines that a group prints, without the last ones. */
const mostLines = 2_000;
/** The lines at the end of a longer group that are printed too: the verdict comes last. */
const lastLines = 20;

interface LogOptions {
  /** Removes the run's secrets from a line. */
  readonly redact?: (text: string) => string;
  /** Shows the progress of long work; left out: as a line, every few seconds. */
  readonly onProgress?: Log['progress'] | undefined;
}

/**
 * The run's log as workflow commands: groups with their duration, annotations at the manifest's lines, debug lines. What
 * is too long is cut: the report file has all of it.
 */
export function runnerLog(
  core: LogCore,
  clock: Pick<Clock, 'now'>,
  { redact = (text) => text, onProgress }: LogOptions = {},
): Log {
  const shown = (line: string) => clip(plain(redact(line)), longestLine);
  let lines: Pick<LineLimit, 'print'> = { print: core.info };
  return {
    debug: (line) => core.debug(shown(line)),
    info: (line) => {
      for (const part of plain(redact(line)).split('\n')) lines.print(harmless(clip(part, longestLine)));
    },
    notice: (line, source) => core.notice(shown(line), annotation(source)),
    warning: (line, source) => core.warning(shown(line), annotation(source)),
    error: (line, source) => core.error(shown(line), annotation(source)),
    progress: onProgress ?? everyFewSeconds(clock, ({ line }) => core.info(harmless(`… ${shown(line)}`))),
    group: async (title, work) => {
      const started = clock.now().getTime();
      core.startGroup(oneLine(shown(title)));
      const outer = lines;
      const own = new LineLimit(core.info);
      lines = own;
      try {
        return await work();
      } finally {
        own.end();
        lines = outer;
        const seconds = (clock.now().getTime() - started) / 1000;
        if (seconds >= 0.1) core.info(`(${seconds.toFixed(1)} s)`);
        core.endGroup();
      }
    },
  };
}

/** Milliseconds between two lines of progress; what ends sooner has none. */
const progressInterval = 2_000;

function everyFewSeconds(clock: Pick<Clock, 'now'>, show: Log['progress']): Log['progress'] {
  let shown: number | null = null;
  return (state) => {
    const now = clock.now().getTime();
    shown ??= now;
    if (now - shown < progressInterval) return;
    shown = now;
    show(state);
  };
}

/** Prints the first lines at once, and at the end the last ones with the number of those in between. */
class LineLimit {
  readonly #print: (line: string) => void;
  readonly #kept: string[] = [];
  #count = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  print(line: string): void {
    this.#count += 1;
    if (this.#count <= mostLines) {
      this.#print(line);
    } else {
      this.#kept.push(line);
      if (this.#kept.length > lastLines) this.#kept.shift();
    }
  }

  end(): void {
    const skipped = this.#count - mostLines - this.#kept.length;
    if (skipped > 0)
      this.#print(`… ${skipped} more lines: the report file (output report_path) has all of them.`);
    for (const line of this.#kept) this.#print(line);
  }
}

/**
 * A line that the runner does not read as a workflow command: it parses `::` at the start of a line, after white space,
 * and `##[` anywhere.
 *
 * Source: https://github.com/actions/runner/blob/v2.330.0/src/Runner.Common/ActionCommand.cs
 */
function harmless(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1:\u200b').replaceAll('##[', '#\u200b#[');
}

/** The name of a file may come from a pull request, so it is made plain like any text from outside. */
function annotation(source: SourceLocation | undefined): Core.AnnotationProperties {
  if (source === undefined || source.file === null) return {};
  return {
    file: oneLine(source.file),
    ...(source.line === null ? {} : { startLine: source.line }),
    ...(source.column === null ? {} : { startColumn: source.column }),
  };
}
