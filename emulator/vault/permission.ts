import type { Namespace } from './backend.ts';
import type { Namespaces } from './namespaces.ts';
import { type AclPolicy, allowsMount, type Capability, capabilitiesOn, rootPolicy } from './policy/acl.ts';
import type { Token } from './tokens.ts';

/** The capabilities that allow each method; one of them is enough. */
export const neededFor: Readonly<Record<string, readonly Capability[]>> = {
  GET: ['read'],
  LIST: ['list'],
  PUT: ['create', 'update'],
  PATCH: ['patch'],
  DELETE: ['delete'],
};

/**
 * The capabilities of a token on a path of a namespace. Its policies are those of its own namespace, and their paths are
 * relative to it. It has no capabilities outside of that namespace and those below.
 */
export function capabilitiesOf(
  namespaces: Namespaces,
  token: Token,
  namespace: Namespace,
  path: string,
  listing: boolean,
): Capability[] {
  const own = policiesOf(namespaces, token, namespace);
  return own === null
    ? []
    : capabilitiesOn(own, namespace.path.slice(token.namespace.length) + path, listing);
}

/** Whether the token has a capability on any path of the mount. */
export function canReachMount(
  namespaces: Namespaces,
  token: Token,
  namespace: Namespace,
  prefix: string,
): boolean {
  const own = policiesOf(namespaces, token, namespace);
  return own !== null && allowsMount(own, namespace.path.slice(token.namespace.length) + prefix);
}

export function isRoot(token: Token): boolean {
  return token.policies.includes('root');
}

function policiesOf(namespaces: Namespaces, token: Token, namespace: Namespace): AclPolicy[] | null {
  if (!namespace.path.startsWith(token.namespace)) return null;
  if (isRoot(token)) return [rootPolicy];
  const home = namespaces.find(token.namespace);
  return token.policies.flatMap((name) => home?.policies.get(name) ?? []);
}
