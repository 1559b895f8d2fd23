import { createHash } from 'node:crypto';
import type { Expectation } from '../model/expectation.ts';

/** Where an interrupted check goes on. */
export interface Cursor {
  /** The last key that was checked; `null`: none yet. */
  readonly after: string | null;
  /** The permissions have been decided. */
  readonly permissions_done: boolean;
}

/** The order in which keys are checked, so that a cursor means the same in every run. */
export function inOrder(expectations: readonly Expectation[]): Expectation[] {
  return [...expectations].sort((a, b) => compare(placeOf(a), placeOf(b)));
}

/** A key's place in that order. */
export function placeOf({ kms, name }: Expectation): string {
  return `${kms}/${name}`;
}

export function remaining(ordered: readonly Expectation[], { after }: Cursor): readonly Expectation[] {
  return after === null ? ordered : ordered.filter((expectation) => compare(placeOf(expectation), after) > 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Opaque text: whoever passes it on needs to know nothing of it. */
export function writeCursor(cursor: Cursor, region: string): string {
  const body = JSON.stringify({ ...cursor, region });
  return Buffer.from(`${digest(body)}${body}`).toString('base64url');
}

/** `null` when the text is no cursor of this region. */
export function readCursor(text: string, region: string): Cursor | null {
  const body = Buffer.from(text, 'base64url').toString('utf8');
  const json = body.slice(8);
  if (body.slice(0, 8) !== digest(json)) return null;
  const cursor = JSON.parse(json) as Cursor & { region: string };
  return cursor.region === region ? { after: cursor.after, permissions_done: cursor.permissions_done } : null;
}

/** Tells a cursor from any other text; it is no protection against forgery, and needs none. */
function digest(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 8);
}
