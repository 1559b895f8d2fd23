import * as v from 'valibot';
import { identityPolicySchema, resourcePolicySchema } from './policy/document.ts';

const name = v.pipe(v.string(), v.regex(/^[\w+=,.@-]{1,64}$/, 'must be 1 to 64 letters, digits and +=,.@-_'));
const path = v.optional(
  v.pipe(v.string(), v.regex(/^\/([\x21-\x7e]+\/)?$/, 'must begin and end with a slash')),
  '/',
);
const policies = v.optional(v.record(name, identityPolicySchema), {});
const boundary = v.optional(v.nullable(identityPolicySchema), null);
const tags = v.optional(v.record(v.string(), v.string()), {});

const accessKey = v.strictObject({
  access_key_id: v.pipe(v.string(), v.regex(/^\w{16,128}$/, 'must be 16 to 128 letters and digits')),
  secret_access_key: v.pipe(v.string(), v.minLength(1, 'must not be empty')),
  status: v.optional(v.picklist(['Active', 'Inactive'], 'must be Active or Inactive'), 'Active'),
});

const identity = { name, path, policies, boundary, tags };
const user = v.strictObject({ ...identity, access_keys: v.optional(v.array(accessKey), []) });
const role = v.strictObject({ ...identity, trust: resourcePolicySchema });

const secret = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[\w/+=.@-]{1,512}$/, 'must be letters, digits and /_+=.@-')),
  region: v.string(),
  value: v.union([v.string(), v.record(v.string(), v.unknown())]),
});

const account = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^\d{12}$/, 'must be 12 digits')),
  /** Access keys of the root user. */
  access_keys: v.optional(v.array(accessKey), []),
  /** Service control policies on the account; none: it is not in an organization. */
  scps: v.optional(v.record(name, identityPolicySchema), {}),
  /** Whether it is the management account or a delegated administrator, which can read the SCPs of all accounts. */
  organization_administrator: v.optional(v.boolean(), false),
  /** The default key policy; `null`: that of AWS, which delegates to the account. */
  key_policy: v.optional(v.nullable(resourcePolicySchema), null),
  users: v.optional(v.array(user), []),
  roles: v.optional(v.array(role), []),
  secrets: v.optional(v.array(secret), []),
});

/**
 * The `accounts` field of the `--config` file: the IAM identities and their policies. The printed credential belongs to
 * the first account.
 */
export const accountsSchema = v.pipe(
  v.array(account),
  v.minLength(1, 'must name at least one account'),
  v.check((accounts) => unique(accounts.map(({ id }) => id)), 'must not name an account twice'),
  v.check((accounts) => unique(accounts.flatMap(accessKeyIds)), 'must not use an access key id twice'),
  v.check((accounts) => accounts.every(({ users }) => uniqueNames(users)), 'must not name a user twice'),
  v.check((accounts) => accounts.every(({ roles }) => uniqueNames(roles)), 'must not name a role twice'),
);

export type AccountConfig = v.InferOutput<typeof account>;
export type AccountsConfig = readonly AccountConfig[];
export type UserConfig = v.InferOutput<typeof user>;
export type RoleConfig = v.InferOutput<typeof role>;

function accessKeyIds({ access_keys, users }: AccountConfig): string[] {
  return [...access_keys, ...users.flatMap((one) => one.access_keys)].map((key) => key.access_key_id);
}

function uniqueNames(named: readonly { readonly name: string }[]): boolean {
  return unique(named.map((one) => one.name));
}

function unique(list: readonly string[]): boolean {
  return new Set(list).size === list.length;
}
