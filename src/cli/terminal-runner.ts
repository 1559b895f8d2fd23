import type { AnnotationProperties } from '@actions/core';
import type { RunnerCore } from '../action/runner.ts';
import type { Terminal } from './terminal.ts';

/** Stands in for the GitHub runner: inputs from options, lines to a terminal, state kept for the end of the process. */
export function terminalCore(
  texts: Readonly<Record<string, string>>,
  terminal: Terminal,
  onOutput: (name: string, value: string) => void,
): RunnerCore {
  const state = new Map<string, string>();
  const textOf = (message: string | Error) => (typeof message === 'string' ? message : message.message);
  const annotate =
    (kind: 'Notice' | 'Warning' | 'Error') => (message: string | Error, at?: AnnotationProperties) =>
      terminal.annotation(kind, textOf(message), at);
  let markdown = '';
  const summary = {
    addRaw(text: string) {
      markdown += text;
      return summary;
    },
    async write() {
      terminal.info(markdown);
      return summary;
    },
  };
  return {
    getInput: (name) => texts[name] ?? '',
    setOutput: (name, value) => onOutput(name, String(value)),
    setSecret: (secret) => terminal.addSecret(secret),
    debug: (line) => terminal.debug(line),
    info: (line) => terminal.info(line),
    notice: annotate('Notice'),
    warning: annotate('Warning'),
    error: annotate('Error'),
    startGroup: (title) => terminal.heading(title),
    endGroup: () => terminal.info(''),
    saveState: (name, value) => void state.set(name, String(value)),
    getState: (name) => state.get(name) ?? '',
    summary,
  };
}
