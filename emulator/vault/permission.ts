import type { Namespace } from './backend.ts';
import type { Namespaces } from './namespaces.ts';
import { type Capability, capabilitiesOn, mayUseMount, type Policy, rootPolicy } from './policy/acl.ts';
import type { Token } from './tokens.ts';

/** The methods that a backend sees, each with the capabilities of which one is enough. */
export const neededFor: Readonly<Record<string, readonly Capability[]>> = {
  GET: ['read'],
  LIST: ['list'],
  PUT: ['create', 'update'],
  PATCH: ['patch'],
  DELETE: ['delete'],
};

/**
 * What a token may do on a path of a namespace. Its policies are those of its own namespace, and speak of paths
 * from there; a namespace that is not its own or below has nothing for it.
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

/** Whether the token may use the mount at all. */
export function reachesMount(
  namespaces: Namespaces,
  token: Token,
  namespace: Namespace,
  prefix: string,
): boolean {
  const own = policiesOf(namespaces, token, namespace);
  return own !== null && mayUseMount(own, namespace.path.slice(token.namespace.length) + prefix);
}

export function isRoot(token: Token): boolean {
  return token.policies.includes('root');
}

function policiesOf(namespaces: Namespaces, token: Token, namespace: Namespace): Policy[] | null {
  if (!namespace.path.startsWith(token.namespace)) return null;
  if (isRoot(token)) return [rootPolicy];
  const home = namespaces.find(token.namespace);
  return token.policies.flatMap((name) => home?.policies.get(name) ?? []);
}
