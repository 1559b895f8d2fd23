import type { Source } from '../model/problem.ts';

/** Where the parts of a document stand: the same tree as its data. */
export interface Place {
  /** What to call this part in a problem, where that is not its path from the root. */
  readonly at?: string;
  /** Where its name stands. */
  readonly key: Source;
  /** Where its value stands. */
  readonly value: Source;
  /** By field name, or by index. */
  readonly children: ReadonlyMap<string, Place>;
}

/** Plain data, and where each part of it was written. */
export interface Tree {
  readonly data: unknown;
  readonly place: Place;
}

export type Path = readonly (string | number)[];

export interface Located {
  /** `kms.aws.key_collection`, `keys["a.b"].purpose[0]`; empty for the root. */
  readonly at: string;
  readonly key: Source;
  readonly value: Source;
}

/** Finds a part again; a part that is not there has the place of the nearest thing around it. */
export function locate(root: Place, path: Path): Located {
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
