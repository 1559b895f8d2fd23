import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { accountsSchema } from './aws/accounts.ts';
import { defaultTracking, type UsageTracking } from './aws/kms/last-usage.ts';
import type { Tls } from './server.ts';

const names = v.optional(v.array(v.string()), []);
const time = v.pipe(
  v.string(),
  v.isoTimestamp('must be an RFC 3339 time'),
  v.transform((text) => new Date(text)),
);
const tls = v.strictObject({ cert: v.string(), key: v.string(), client_ca: v.optional(v.string()) });

/** The `--config` file; `docs/emulator.md` describes it. */
const schema = v.strictObject({
  /** Without it, every credential is allowed to do everything. */
  accounts: v.optional(accountsSchema),
  keymgmt: v.optional(v.strictObject({ asymmetric: v.optional(v.boolean(), false) }), {}),
  kms: v.optional(
    v.strictObject({
      usage_delay_seconds: v.optional(v.pipe(v.number(), v.minValue(0, 'must not be negative')), 0),
      usage_tracking_start: v.optional(time, defaultTracking.start.toISOString()),
    }),
    {},
  ),
  /** The LDAP directory, by user name. */
  ldap: v.optional(v.record(v.string(), v.strictObject({ password: v.string(), groups: names })), {}),
  /** The GitHub accounts, by token. */
  github: v.optional(
    v.record(v.string(), v.strictObject({ login: v.string(), organizations: names, teams: names })),
    {},
  ),
  tls: v.optional(tls),
});

export interface Config extends Omit<v.InferOutput<typeof schema>, 'kms' | 'tls'> {
  /** How KMS tracks the use of keys. */
  readonly tracking: UsageTracking;
  /** TLS of the Vault port; `null`: plain HTTP. */
  readonly tls: Tls | null;
}

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
 * @param path `null`: the defaults
 * @throws ConfigError
 */
export async function readConfig(path: string | null): Promise<Config> {
  const given = path === null ? {} : parse(path, await text(path));
  const parsed = v.safeParse(schema, given);
  if (!parsed.success)
    throw new ConfigError(
      parsed.issues.map((issue) => `${path}: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`),
    );
  const { kms, tls: files, ...config } = parsed.output;
  const read = (file: string) => text(resolve(dirname(path ?? ''), file));
  const tracking = { delay: kms.usage_delay_seconds * 1000, start: kms.usage_tracking_start };
  if (files === undefined) return { ...config, tracking, tls: null };
  const [cert, key] = [await read(files.cert), await read(files.key)];
  const client_ca = files.client_ca ? await read(files.client_ca) : null;
  return { ...config, tracking, tls: { cert, key, client_ca } };
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
