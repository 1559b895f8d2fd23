import type { ProblemCode } from './codes/catalogue.ts';

/** Where a user wrote something. Lines and columns count from 1; `null` where there is none to name. */
export interface SourceLocation {
  /** The file's path as the user gave it, or `null` when the text came from an input. */
  readonly file: string | null;
  /** The input's name, such as `manifest` or `keys`, when the text came from one. */
  readonly input: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** One problem with an input or a document, and its remedy. */
export interface Problem {
  /** Stable and machine-readable, such as `unknown_field`; `docs/troubleshooting.md` lists them. */
  readonly code: ProblemCode;
  /** The path within the document, such as `kms.aws.key_collection`; empty for the document itself. */
  readonly at: string;
  readonly source: SourceLocation;
  /** What is there, and which rule it breaks. */
  readonly message: string;
  readonly remedy: string;
}

/** The location of an input as a whole. */
export function inputLocation(input: string): SourceLocation {
  return { file: null, input, line: null, column: null };
}

/** `manifest.yaml:3:5`, `input keys, line 2`, or `input name`. */
export function showLocation({ file, input, line, column }: SourceLocation): string {
  if (file !== null) return [file, line, column].filter((part) => part !== null).join(':');
  return line === null ? `input ${input}` : `input ${input}, line ${line}, column ${column}`;
}

/** A problem as one line of text: its location, what is wrong, and the remedy. */
export function showProblem({ at, source, message, remedy }: Problem): string {
  return `${showLocation(source)}: ${at === '' ? '' : `${at}: `}${withRemedy({ message, remedy })}`;
}

/** A message followed by its remedy, as sentences. */
export function withRemedy({
  message,
  remedy,
}: {
  readonly message: string;
  readonly remedy: string;
}): string {
  if (remedy === '') return message;
  return /[.!?:\n]$/.test(message) ? `${message} ${remedy}` : `${message}. ${remedy}`;
}
