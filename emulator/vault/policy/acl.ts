export const capabilities = ['create', 'read', 'update', 'delete', 'list', 'patch', 'sudo', 'deny'] as const;
export type Capability = (typeof capabilities)[number];

export interface AclRule {
  /** As written: a trailing `*` matches any suffix, `+` matches one segment. */
  readonly path: string;
  readonly capabilities: readonly Capability[];
}

export interface AclPolicy {
  readonly name: string;
  /** As written. */
  readonly text: string;
  readonly rules: readonly AclRule[];
}

/** The policy that allows everything; it has no text. */
export const rootPolicy: AclPolicy = { name: 'root', text: '', rules: [] };

/**
 * The capabilities that the policies grant on a path: those of the rule with the highest priority, merged over all
 * policies that contain it. `deny` overrides the others.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/policies#priority-matching
 */
export function capabilitiesOn(policies: readonly AclPolicy[], path: string, listing: boolean): Capability[] {
  if (policies.includes(rootPolicy)) return ['sudo', 'create', 'read', 'update', 'delete', 'list', 'patch'];
  const rules = policies.flatMap((policy) => policy.rules);
  const best =
    exact(rules, path) ??
    (listing && path.endsWith('/') ? exact(rules, path.slice(0, -1)) : undefined) ??
    bestPattern(rules, path);
  if (best === undefined) return [];
  const granted = new Set(rules.filter((rule) => rule.path === best).flatMap((rule) => rule.capabilities));
  return granted.has('deny') ? ['deny'] : [...granted];
}

/** Whether a policy grants something on a path below the prefix. */
export function allowsMount(policies: readonly AclPolicy[], prefix: string): boolean {
  if (policies.includes(rootPolicy)) return true;
  const granting = policies
    .flatMap((policy) => policy.rules)
    .filter((rule) => rule.capabilities.length > 0 && !rule.capabilities.includes('deny'));
  return granting.some(({ path }) => reaches(path, prefix));
}

/** Compares segment by segment, up to the shorter of both. */
function reaches(rule: string, prefix: string): boolean {
  const wanted = prefix.split('/').slice(0, -1);
  const segments = rule.split('/');
  for (const [index, segment] of wanted.entries()) {
    const own = segments[index];
    if (own === undefined) return false;
    if (own.endsWith('*') && index === segments.length - 1) return segment.startsWith(own.slice(0, -1));
    if (own !== '+' && own !== segment) return false;
  }
  return segments.length > wanted.length;
}

function exact(rules: readonly AclRule[], path: string): string | undefined {
  return rules.some((rule) => rule.path === path && !isPattern(path)) ? path : undefined;
}

function isPattern(path: string): boolean {
  return path.endsWith('*') || path.split('/').includes('+');
}

function bestPattern(rules: readonly AclRule[], path: string): string | undefined {
  return rules
    .map((rule) => rule.path)
    .filter((pattern) => isPattern(pattern) && fits(pattern, path))
    .sort(byPriority)
    .at(-1);
}

function fits(pattern: string, path: string): boolean {
  const open = pattern.endsWith('*');
  const wanted = (open ? pattern.slice(0, -1) : pattern).split('/');
  const given = path.split('/');
  if (open ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, index) => {
    if (segment === '+') return true;
    return open && index === wanted.length - 1 ? given[index]!.startsWith(segment) : given[index] === segment;
  });
}

/** Lower priority first, by Vault's five rules. */
function byPriority(one: string, other: string): number {
  return (
    firstWildcard(one) - firstWildcard(other) ||
    Number(other.endsWith('*')) - Number(one.endsWith('*')) ||
    plusSegments(other) - plusSegments(one) ||
    one.length - other.length ||
    (one < other ? -1 : Number(one > other))
  );
}

/** The argument must be a pattern. */
function firstWildcard(pattern: string): number {
  return pattern.search(/(?<=^|\/)\+(?=\/|$)|\*$/);
}

function plusSegments(pattern: string): number {
  return pattern.split('/').filter((segment) => segment === '+').length;
}
