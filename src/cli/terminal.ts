import { styleText } from 'node:util';
import type { AnnotationProperties } from '@actions/core';
import type { WorkProgress } from '../model/effects.ts';

/** Where text goes: standard output or standard error. */
export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface TerminalOptions {
  /** For what the user asked for. */
  readonly out: Stream;
  /** For warnings, errors, debug lines and the progress bar. */
  readonly err: Stream;
  readonly debug: boolean;
  /** On a terminal; a pipe has none in any case. */
  readonly colour: boolean;
}

/** Writes a run for a person at a terminal, or as plain lines into a pipe. No secret passes it. */
export class Terminal {
  readonly #options: TerminalOptions;
  readonly #secrets = new Set<string>();
  readonly #shown = new Set<string>();
  #bar = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
  }

  addSecret(text: string): void {
    if (text !== '') this.#secrets.add(text);
  }

  debug(line: string): void {
    if (this.#options.debug) this.#write(this.#options.err, line, 'dim');
  }

  info(line: string): void {
    this.#shown.add(line.replace(/^Note: /, ''));
    this.#write(this.#options.out, line);
  }

  heading(line: string): void {
    this.#write(this.#options.out, line, 'bold');
  }

  /** `Warning: keys.yaml:3:5: …`, in colour on a terminal. */
  annotation(kind: 'Notice' | 'Warning' | 'Error', message: string, at: AnnotationProperties = {}): void {
    const place = [at.file, at.startLine, at.startColumn].filter((part) => part !== undefined).join(':');
    const colour = { Notice: 'cyan', Warning: 'yellow', Error: 'red' } as const;
    const isPlaced = place === '' || message.startsWith(place);
    // The plan's text has its notices already.
    if (kind === 'Notice' && this.#shown.has(message)) return;
    this.#write(this.#options.err, `${kind}: ${isPlaced ? '' : `${place}: `}${message}`, colour[kind]);
  }

  /** A bar on the terminal's last line; nothing in a pipe. */
  progress({ done, total, line }: WorkProgress): void {
    const { err } = this.#options;
    if (err.isTTY !== true || total === 0) return;
    const width = 24;
    const filled = Math.round((done / total) * width);
    const text = this.#redact(
      `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${done}/${total}  ${line}`,
    );
    err.write(`\r\u001b[2K${text.slice(0, (err.columns ?? 80) - 1)}`);
    this.#bar = true;
  }

  /** Removes the bar. */
  endProgress(): void {
    if (this.#bar) this.#options.err.write('\r\u001b[2K');
    this.#bar = false;
  }

  #write(stream: Stream, line: string, style?: Parameters<typeof styleText>[0]): void {
    this.endProgress();
    const text = this.#redact(line);
    const isStyled = style !== undefined && stream.isTTY === true && this.#options.colour;
    stream.write(`${isStyled ? styleText(style, text, { validateStream: false }) : text}\n`);
  }

  #redact(line: string): string {
    let text = line;
    for (const secret of this.#secrets) text = text.replaceAll(secret, '***');
    return text;
  }
}
