import * as v from 'valibot';
import { identityPolicySchema, resourcePolicySchema } from './policy/document.ts';

const name = v.pipe(v.string(), v.regex(/^[\w+=,.@-]{1,64}$/, 'is letters, digits and +=,.@-_ (1 to 64)'));
const path = v.optional(
  v.pipe(v.string(), v.regex(/^\/([\x21-\x7e]+\/)?$/, 'begins and ends with a slash')),
  '/',
);
const policies = v.optional(v.record(name, identityPolicySchema), {});
const boundary = v.optional(v.nullable(identityPolicySchema), null);

const accessKey = v.strictObject({
  access_key_id: v.pipe(v.string(), v.regex(/^\w{16,128}$/, 'is 16 to 128 letters and digits')),
  secret_access_key: v.pipe(v.string(), v.minLength(1, 'is not empty')),
  status: v.optional(v.picklist(['Active', 'Inactive'], 'is Active or Inactive'), 'Active'),
});

const user = v.strictObject({
  name,
  path,
  access_keys: v.optional(v.array(accessKey), []),
  policies,
  boundary,
});

const role = v.strictObject({
  name,
  path,
  trust: resourcePolicySchema,
  policies,
  boundary,
});

const secret = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[\w/+=.@-]{1,512}$/, 'is letters, digits and /_+=.@-')),
  region: v.string(),
  value: v.union([v.string(), v.record(v.string(), v.unknown())]),
});

const account = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^\d{12}$/, 'is 12 digits')),
  /** Access keys of the account's root user. */
  access_keys: v.optional(v.array(accessKey), []),
  /** Service control policies in force on the account; none: it belongs to no organization. */
  scps: v.optional(v.record(name, identityPolicySchema), {}),
  /** The policy of KMS keys that are created without one; `null`: AWS's default, which trusts the account. */
  key_policy: v.optional(v.nullable(resourcePolicySchema), null),
  users: v.optional(v.array(user), []),
  roles: v.optional(v.array(role), []),
  secrets: v.optional(v.array(secret), []),
});

/**
 * The `accounts` part of the emulator's `--config` file: who there is in IAM, and what they may do. The first
 * account is the root credential's.
 */
export const accountsSchema = v.pipe(
  v.array(account),
  v.minLength(1, 'names at least one account'),
  v.check((accounts) => unique(accounts.map(({ id }) => id)), 'names an account twice'),
  v.check((accounts) => unique(accounts.flatMap(accessKeyIds)), 'uses an access key id twice'),
  v.check(
    (accounts) => accounts.every(({ users }) => unique(users.map((one) => one.name))),
    'names a user twice',
  ),
  v.check(
    (accounts) => accounts.every(({ roles }) => unique(roles.map((one) => one.name))),
    'names a role twice',
  ),
);

export type AccountConfig = v.InferOutput<typeof account>;
export type AccountsConfig = readonly AccountConfig[];
export type UserConfig = v.InferOutput<typeof user>;
export type RoleConfig = v.InferOutput<typeof role>;

function accessKeyIds({ access_keys, users }: AccountConfig): string[] {
  return [...access_keys, ...users.flatMap((one) => one.access_keys)].map((key) => key.access_key_id);
}

function unique(list: readonly string[]): boolean {
  return new Set(list).size === list.length;
}
