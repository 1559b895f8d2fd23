import { stripVTControlCharacters } from 'node:util';
import type * as Core from '@actions/core';
import type { Log } from '../model/effects.ts';
import type { Source } from '../model/problem.ts';

/** The run's log in the runner's words: groups, annotations on the manifest's lines, debug lines. */
export function runnerLog(core: typeof Core): Log {
  return {
    debug: (line) => core.debug(plain(line)),
    info: (line) => {
      for (const part of plain(line).split('\n')) core.info(harmless(part));
    },
    notice: (line, source) => core.notice(plain(line), annotation(source)),
    warning: (line, source) => core.warning(plain(line), annotation(source)),
    error: (line, source) => core.error(plain(line), annotation(source)),
    group: (title, work) => core.group(harmless(plain(title).replaceAll('\n', ' ')), work),
  };
}

/** Without the control characters that could move a terminal's cursor or colour a line. */
function plain(text: string): string {
  return stripVTControlCharacters(text.replace(/\r\n?/g, '\n')).replace(/(?![\n\t])\p{Cc}/gu, '');
}

/**
 * A line that the runner can't take for a workflow command: it looks for `::` at a line's start and for `##[`
 * anywhere (actions/runner, src/Runner.Common/ActionCommand.cs).
 */
function harmless(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1:\u200b').replaceAll('##[', '#\u200b#[');
}

function annotation(source: Source | undefined): Core.AnnotationProperties {
  if (source === undefined || source.file === null) return {};
  return {
    file: source.file,
    ...(source.line === null ? {} : { startLine: source.line }),
    ...(source.column === null ? {} : { startColumn: source.column }),
  };
}
