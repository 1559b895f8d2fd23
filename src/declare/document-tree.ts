import type { SourceLocation } from '../model/problem.ts';

/** The source locations of a document's parts, in the same tree as its data. */
export interface DocumentNode {
  /** The path to show in a problem, where it differs from the path from the root. */
  readonly at?: string;
  /** The location of its name. */
  readonly key: SourceLocation;
  /** The location of its value. */
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

/** Finds a part; one that does not exist has the location of its nearest parent. */
export function locateNode(root: DocumentNode, path: DocumentPath): NodeLocation {
  let node = root;
  let at = root.at ?? '';
  let found = true;
  for (const segment of path) {
    const child = found ? node.children.get(String(segment)) : undefined;
    at = child?.at ?? join(at, segment);
    if (child === undefined) found = false;
    else node = child;
  }
  return { at, key: node.key, value: found ? node.value : node.key };
}

function join(at: string, segment: string | number): string {
  if (typeof segment === 'number') return `${at}[${segment}]`;
  if (!/^[\w-]{1,64}$/.test(segment)) return `${at}[${JSON.stringify(segment.slice(0, 64))}]`;
  return at === '' ? segment : `${at}.${segment}`;
}
