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
  { path: within }: Namespace,
  path: string,
  listing: boolean,
): Capability[] {
  if (!within.startsWith(token.namespace)) return [];
  return capabilitiesOn(policiesOf(namespaces, token), within.slice(token.namespace.length) + path, listing);
}

/** Whether the token has a capability on any path of the mount. */
export function canReachMount(
  namespaces: Namespaces,
  token: Token,
  { path: within }: Namespace,
  prefix: string,
): boolean {
  if (!within.startsWith(token.namespace)) return false;
  return allowsMount(policiesOf(namespaces, token), within.slice(token.namespace.length) + prefix);
}

export function isRoot(token: Token): boolean {
  return token.policies.includes('root');
}

function policiesOf(namespaces: Namespaces, token: Token): AclPolicy[] {
  if (isRoot(token)) return [rootPolicy];
  const home = namespaces.find(token.namespace);
  return token.policies.flatMap((name) => home?.policies.get(name) ?? []);
}
