import type * as Core from '@actions/core';
import type { Clock, Log } from '../model/effects.ts';
import type { SourceLocation } from '../model/problem.ts';
import { oneLine, plain } from '../render/plain.ts';

type LogCore = Pick<
  typeof Core,
  'debug' | 'info' | 'notice' | 'warning' | 'error' | 'startGroup' | 'endGroup'
>;

/**
 * The run's log as workflow commands: groups with their duration, annotations at the manifest's lines, debug lines.
 *
 * @param onProgress shows the progress of long work; left out: as a line, every few seconds
 */
export function runnerLog(core: LogCore, clock: Pick<Clock, 'now'>, onProgress?: Log['progress']): Log {
  return {
    debug: (line) => core.debug(plain(line)),
    info: (line) => {
      for (const part of plain(line).split('\n')) core.info(harmless(part));
    },
    notice: (line, source) => core.notice(plain(line), annotation(source)),
    warning: (line, source) => core.warning(plain(line), annotation(source)),
    error: (line, source) => core.error(plain(line), annotation(source)),
    progress: onProgress ?? everyFewSeconds(clock, ({ line }) => core.info(harmless(`… ${plain(line)}`))),
    group: async (title, work) => {
      const started = clock.now().getTime();
      core.startGroup(oneLine(title));
      try {
        return await work();
      } finally {
        core.info(`(${((clock.now().getTime() - started) / 1000).toFixed(1)} s)`);
        core.endGroup();
      }
    },
  };
}

/** Milliseconds between two lines of progress; what ends sooner has none. */
const progressInterval = 5_000;

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
