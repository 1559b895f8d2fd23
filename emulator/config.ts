import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { type AccountsConfig, accountsSchema } from './aws/accounts.ts';
import { defaultTracking, type UsageTracking } from './aws/kms/last-usage.ts';
import type { Tls } from './server.ts';
import type { GithubAccounts } from './vault/auth/github.ts';
import type { LdapDirectory } from './vault/auth/ldap.ts';

/** The `--config` file; `docs/emulator.md` describes it. */
const schema = v.strictObject({
  accounts: v.optional(accountsSchema),
  keymgmt: v.optional(v.strictObject({ asymmetric: v.optional(v.boolean(), false) }), {}),
  kms: v.optional(
    v.strictObject({
      usage_delay_seconds: v.optional(v.pipe(v.number(), v.minValue(0, 'must not be negative')), 0),
      usage_tracking_start: v.optional(
        v.pipe(
          v.string(),
          v.isoTimestamp('must be an RFC 3339 time'),
          v.transform((time) => new Date(time)),
        ),
      ),
    }),
    {},
  ),
  ldap: v.optional(
    v.record(
      v.string(),
      v.strictObject({ password: v.string(), groups: v.optional(v.array(v.string()), []) }),
    ),
    {},
  ),
  github: v.optional(
    v.record(
      v.string(),
      v.strictObject({
        login: v.string(),
        organizations: v.optional(v.array(v.string()), []),
        teams: v.optional(v.array(v.string()), []),
      }),
    ),
    {},
  ),
  tls: v.optional(v.strictObject({ cert: v.string(), key: v.string(), client_ca: v.optional(v.string()) })),
});

export interface Config {
  /** `null`: every credential is allowed to do everything. */
  readonly accounts: AccountsConfig | null;
  readonly keymgmt: { readonly asymmetric: boolean };
  /** How KMS tracks the use of keys. */
  readonly tracking: UsageTracking;
  /** The LDAP directory, by user name. */
  readonly ldap: LdapDirectory;
  /** The GitHub accounts, by token. */
  readonly github: GithubAccounts;
  /** TLS of the Vault port; `null`: plain HTTP. */
  readonly tls: Tls | null;
}

export const defaultConfig: Config = {
  accounts: null,
  keymgmt: { asymmetric: false },
  tracking: defaultTracking,
  ldap: {},
  github: {},
  tls: null,
};

/** Lists every problem of the configuration. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads the configuration. Paths in it are relative to the configuration file.
 *
 * @throws ConfigError
 */
export async function readConfig(path: string): Promise<Config> {
  const parsed = v.safeParse(schema, parse(path, await text(path)));
  if (!parsed.success) {
    throw new ConfigError(
      parsed.issues.map((issue) => `${path}: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`),
    );
  }
  const { accounts = null, keymgmt, kms, ldap, github, tls } = parsed.output;
  const read = (file: string) => text(resolve(dirname(path), file));
  return {
    accounts,
    keymgmt,
    tracking: {
      delay: kms.usage_delay_seconds * 1000,
      start: kms.usage_tracking_start ?? defaultTracking.start,
    },
    ldap,
    github,
    tls: tls
      ? {
          cert: await read(tls.cert),
          key: await read(tls.key),
          client_ca: tls.client_ca ? await read(tls.client_ca) : null,
        }
      : null,
  };
}

async function text(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new ConfigError([`cannot read ${path}: ${(error as Error).message}`]);
  }
}

function parse(path: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new ConfigError([`${path} is not JSON: ${(error as Error).message}`]);
  }
}
