import { type AclPolicy, rootPolicy } from './acl.ts';
import { parseAclPolicy } from './parse.ts';

/** What every token can do: look up, renew and revoke itself, and list its own capabilities. */
const defaultPolicy = parseAclPolicy(
  'default',
  `path "auth/token/lookup-self" { capabilities = ["read"] }
path "auth/token/renew-self" { capabilities = ["update"] }
path "auth/token/revoke-self" { capabilities = ["update"] }
path "sys/wrapping/lookup" { capabilities = ["update"] }
path "sys/wrapping/unwrap" { capabilities = ["update"] }
path "sys/wrapping/wrap" { capabilities = ["update"] }
path "sys/capabilities-self" { capabilities = ["update"] }
`,
);

/** The policies of a new namespace. */
export const builtInPolicies: ReadonlyMap<string, AclPolicy> = new Map([
  ['root', rootPolicy],
  ['default', defaultPolicy],
]);
