import { createHash } from 'node:crypto';
import type { Expectation } from '../model/expectation.ts';

/** Where an interrupted check continues. */
export interface Cursor {
  /** The last key that was checked; `null`: none yet. */
  readonly after: string | null;
  /** The permissions have been decided. */
  readonly permissions_done: boolean;
}

/** Where a check starts. */
export const start: Cursor = { after: null, permissions_done: false };

/** The order in which keys are checked, so that a cursor means the same in every run. */
export function inOrder(expectations: readonly Expectation[]): Expectation[] {
  return [...expectations].sort((a, b) => compare(cursorPosition(a), cursorPosition(b)));
}

/** A key's cursor position in that order. */
export function cursorPosition({ kms, name }: Pick<Expectation, 'kms' | 'name'>): string {
  return `${kms}/${name}`;
}

export function remaining(ordered: readonly Expectation[], { after }: Cursor): readonly Expectation[] {
  return after === null
    ? ordered
    : ordered.filter((expectation) => compare(cursorPosition(expectation), after) > 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Opaque text: callers only pass it on. */
export function writeCursor(cursor: Cursor, region: string): string {
  const body = JSON.stringify({ ...cursor, region });
  return Buffer.from(`${digest(body)}${body}`).toString('base64url');
}

/** `null` when the text is not a cursor of this region. */
export function readCursor(text: string, region: string): Cursor | null {
  const body = Buffer.from(text, 'base64url').toString('utf8');
  const json = body.slice(8);
  if (body.slice(0, 8) !== digest(json)) return null;
  const cursor = JSON.parse(json) as Cursor & { region: string };
  if (cursor.region !== region) return null;
  const { after, permissions_done } = cursor;
  return { after, permissions_done };
}

/** Distinguishes a cursor from other text. It does not protect against forgery, which would gain nothing. */
function digest(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 8);
}
