import { randomBytes } from 'node:crypto';
import type { Mount, Namespace } from './backend.ts';
import { builtInPolicies } from './policy/built-in.ts';

/** The mount that serves a path. */
export interface Route {
  readonly mount: Mount;
  /** Within the namespace, with a trailing slash: `keymgmt/` or `auth/jwt/`. */
  readonly prefix: string;
  /** The path within the mount. */
  readonly rest: string;
}

export type Namespaces = ReturnType<typeof newNamespaces>;

/** All namespaces, by full path. */
export function newNamespaces(initialMounts: () => Namespace['mounts']) {
  const all = new Map<string, Namespace>();

  /** The namespaces below, by relative path. */
  const below = ({ path }: Namespace): Map<string, Namespace> => {
    const inside = [...all.values()].filter((other) => other.path !== path && other.path.startsWith(path));
    return new Map(inside.map((other) => [other.path.slice(path.length), other]));
  };

  return {
    below,
    find: (path: string): Namespace | null => all.get(path) ?? null,
    delete: (path: string) => void all.delete(path),
    create(path: string, custom_metadata: Namespace['custom_metadata']): Namespace {
      const namespace: Namespace = {
        id: path === '' ? 'root' : randomBytes(4).toString('base64url').slice(0, 5),
        path,
        custom_metadata,
        mounts: initialMounts(),
        policies: new Map(builtInPolicies),
      };
      all.set(path, namespace);
      return namespace;
    },
    /** The deepest namespace that the path enters, and the remaining path. */
    descend(from: Namespace, path: string): { namespace: Namespace; path: string } {
      const deepest = longest([...below(from).keys()].filter((prefix) => path.startsWith(prefix)));
      if (deepest === undefined) return { namespace: from, path };
      return { namespace: all.get(from.path + deepest)!, path: path.slice(deepest.length) };
    },
  };
}

/** The mount with the longest matching prefix; `null` when none matches. */
export function routeOf({ mounts }: Namespace, path: string): Route | null {
  const prefix = longest([...mounts.keys()].filter((one) => `${path}/`.startsWith(one)));
  return prefix === undefined
    ? null
    : { mount: mounts.get(prefix)!, prefix, rest: path.slice(prefix.length) };
}

function longest(texts: readonly string[]): string | undefined {
  return texts.toSorted((a, b) => a.length - b.length).at(-1);
}
