import { type Policy, rootPolicy } from './acl.ts';
import { parsePolicy } from './parse.ts';

/** What every token may do: look at, renew and end itself, and ask what it may do. */
const defaultPolicy = parsePolicy(
  'default',
  `path "auth/token/lookup-self" { capabilities = ["read"] }
path "auth/token/renew-self" { capabilities = ["update"] }
path "auth/token/revoke-self" { capabilities = ["update"] }
path "sys/capabilities-self" { capabilities = ["update"] }
`,
);

/** The policies that a namespace begins with. */
export const builtInPolicies: ReadonlyMap<string, Policy> = new Map([
  ['root', rootPolicy],
  ['default', defaultPolicy],
]);
