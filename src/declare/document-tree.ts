import type { SourceLocation } from '../model/problem.ts';

/** Where the parts of a document stand: the same tree as its data. */
export interface DocumentNode {
  /** What to call this part in a problem, where that is not its path from the root. */
  readonly at?: string;
  /** Where its name stands. */
  readonly key: SourceLocation;
  /** Where its value stands. */
  readonly value: SourceLocation;
  /** By field name, or by index. */
  readonly children: ReadonlyMap<string, DocumentNode>;
}

/** Plain data, and where each part of it was written. */
export interface DocumentTree {
  readonly data: unknown;
  readonly root: DocumentNode;
}

export type DocumentPath = readonly (string | number)[];

export interface NodeLocation {
  /** `kms.aws.key_collection`, `keys["a.b"].purpose[0]`; empty for the root. */
  readonly at: string;
  readonly key: SourceLocation;
  readonly value: SourceLocation;
}

/** Finds a part again; a part that is not there has the place of the nearest thing around it. */
export function locateNode(root: DocumentNode, path: DocumentPath): NodeLocation {
  let place = root;
  let at = root.at ?? '';
  let found = true;
  for (const segment of path) {
    const child = found ? place.children.get(String(segment)) : undefined;
    at = child?.at ?? join(at, segment);
    if (child === undefined) found = false;
    else place = child;
  }
  return found ? { at, key: place.key, value: place.value } : { at, key: place.key, value: place.key };
}

function join(at: string, segment: string | number): string {
  if (typeof segment === 'number') return `${at}[${segment}]`;
  if (!/^[\w-]{1,64}$/.test(segment)) return `${at}[${JSON.stringify(segment.slice(0, 64))}]`;
  return at === '' ? segment : `${at}.${segment}`;
}
