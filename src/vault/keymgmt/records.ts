import * as v from 'valibot';
import { RunError } from '../../model/errors.ts';
import { sortPurposes } from '../../model/key.ts';
import type { LiveDistribution, LiveKey } from '../../model/live.ts';
import type { VaultPath } from '../http/vault.ts';

/**
 * The shapes of Vault's answers, of every known version: `keys` is the older name of `versions`, and `purpose` is a
 * comma-joined string where the documentation shows a list. Its order and case are not documented.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/secret/key-management, and transcripts of real answers.
 */

/** A key as the engine returns it. */
export type KeyRecord = Omit<LiveKey, 'elsewhere'>;

const version = v.object({ creation_time: v.optional(v.string(), ''), public_key: v.optional(v.string()) });
const versions = v.optional(v.nullable(v.record(v.string(), version)));

const keyAnswer = v.object({
  type: v.string(),
  deletion_allowed: v.optional(v.boolean(), false),
  latest_version: v.number(),
  min_enabled_version: v.number(),
  replica_regions: v.optional(v.nullable(v.array(v.string()))),
  versions,
  keys: versions,
});

const providerAnswer = v.object({ provider: v.string(), key_collection: v.string() });

const purposes = v.pipe(
  v.union([v.array(v.string()), v.string()]),
  v.transform((purpose) =>
    [purpose]
      .flat()
      .flatMap((text) => text.split(','))
      .map((name) => name.trim().toLowerCase()),
  ),
);

const distributionAnswer = v.object({
  name: v.string(),
  purpose: purposes,
  protection: v.optional(v.string(), 'hsm'),
  distribution_time: v.optional(v.string(), ''),
  versions: v.optional(v.nullable(v.record(v.string(), v.string()))),
});

const engineAnswer = v.object({ type: v.string(), path: v.optional(v.string(), '') });

/** A mounted engine, and its path within its own namespace; an empty path from an old Vault, which returns none. */
export interface Mounted {
  readonly type: string;
  readonly path: string;
}

/** An external plugin may have another type that contains `keymgmt`; any other type is another engine. */
export function isKeymgmt({ type }: Mounted): boolean {
  return type.includes('keymgmt');
}

/** Vault returns the engine that serves a path, even if it is mounted at the beginning of the path only. */
export function isMountedAt({ path }: Mounted, declared: string): boolean {
  return path === '' || path === declared || declared.endsWith(`/${path}`);
}

export function readEngine(data: unknown, at: VaultPath): Mounted {
  const { type, path } = read(engineAnswer, data, at);
  return { type, path: path.replace(/\/$/, '') };
}

export function readKey(data: unknown, name: string, at: VaultPath): KeyRecord {
  const answer = read(keyAnswer, data, at);
  return {
    name,
    type: answer.type,
    deletion_allowed: answer.deletion_allowed,
    latest_version: answer.latest_version,
    min_enabled_version: answer.min_enabled_version,
    replica_regions: answer.replica_regions ?? [],
    versions: Object.fromEntries(
      Object.entries(answer.versions ?? answer.keys ?? {}).map(([number, { creation_time, public_key }]) => [
        number,
        { creation_time, public_key: public_key ?? null },
      ]),
    ),
  };
}

export function readProvider(data: unknown, at: VaultPath): { provider: string; key_collection: string } {
  return read(providerAnswer, data, at);
}

export function readDistribution(data: unknown, key: string, at: VaultPath): LiveDistribution {
  const answer = read(distributionAnswer, data, at);
  return { ...answer, key, purpose: sortPurposes(answer.purpose), versions: answer.versions ?? {} };
}

/** @throws {RunError} `unexpected_answer` when the answer has the shape of no known version */
function read<S extends v.GenericSchema>(schema: S, data: unknown, { path }: VaultPath): v.InferOutput<S> {
  const result = v.safeParse(schema, data);
  if (result.success) return result.output;
  const issues = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the answer'}: ${issue.message}`);
  throw new RunError(
    'unexpected_answer',
    `${path.join('/')}: Vault's answer has an unknown shape: ${issues.join('; ')}`,
    'Check that a keymgmt engine is mounted there. If it is, please report this message with the version of Vault.',
  );
}
