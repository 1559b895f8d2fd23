import * as v from 'valibot';
import type { Env } from '../src/model/effects.ts';
import type { Expectation } from '../src/model/expectation.ts';
import { readCursor } from '../src/verify/cursor.ts';
import type { PermissionsRequest } from '../src/verify/verify-request.ts';
import { allowListProblems } from './allow-lists.ts';
import type { EventFields } from './event-schema.ts';
import { eventSchema, isObject, keySchema } from './event-schema.ts';
import type { EventProblem } from './lambda-errors.ts';
import { EventProblems, InvalidEventError } from './lambda-errors.ts';

/** A valid event, with its defaults. */
export interface CheckEvent {
  readonly region: string;
  readonly verifier: VerifierSource;
  readonly principal_arn: string | null;
  readonly account_id: string | null;
  readonly min_keys: number | null;
  readonly depth: 'standard' | 'full';
  /** Uses each key once. */
  readonly canary: boolean;
  /** Reads when each key was last used, at depth `standard` too. */
  readonly usage: boolean;
  /** `sets: null`: the default, which depends on the keys. */
  readonly permissions: Omit<PermissionsRequest, 'sets'> & {
    readonly sets: PermissionsRequest['sets'] | null;
  };
  readonly source: { readonly keys: readonly Expectation[] } | { readonly vault: VaultSource };
  readonly fail_on_noncompliance: boolean;
  readonly fail_on_indeterminate: boolean;
  readonly next: string | null;
  readonly run_id: string | null;
  /** An earlier report, or where it is in S3; `null`: what the function kept. */
  readonly baseline: string | Readonly<Record<string, unknown>> | null;
  /** Accepted findings, or where they are in S3. */
  readonly exceptions: string | Readonly<Record<string, unknown>> | null;
  /** The most that the report may weigh; `null`: what fits the carrier. */
  readonly max_report_bytes: number | null;
  /** One of a Step Functions map. */
  readonly is_batch: boolean;
}

/** Where the verifier identity comes from: the execution role, a role to assume, or a secret with credentials. */
export type VerifierSource =
  | { readonly kind: 'self' }
  | { readonly kind: 'role'; readonly role_arn: string; readonly external_id: string | null }
  | { readonly kind: 'secret'; readonly secret_arn: string };

export type VaultSource = NonNullable<EventFields['vault']>;

/**
 * Reads an event: the plain form, or a batch of a Step Functions Distributed Map.
 *
 * @param env names what the function may connect to (`ALLOWED_VAULT_URLS`, …)
 * @throws InvalidEventError naming every problem by its path
 */
export function readEvent(input: unknown, env: Env): CheckEvent {
  const problems = new EventProblems();
  if (!isObject(input)) {
    problems.add({ path: '', message: 'The event must be an object.' });
    throw new InvalidEventError(problems);
  }
  const batch = isBatch(input);
  const show = batch ? showInBatch : showPath;
  const add = (found: readonly EventProblem[]) => {
    for (const { path, message } of found) problems.add({ path: show(path), message });
  };
  if (batch) for (const problem of unknownBatchFields(input)) problems.add(problem);
  const event = batch ? flatten(input) : input;
  const result = v.safeParse(eventSchema, event);
  add((result.issues ?? []).map(problemOf));
  const keys = readKeys(Array.isArray(event['keys']) ? event['keys'] : [], problems, show);
  if (!result.success || keys === null) throw new InvalidEventError(problems);
  const fields = result.output;
  add([
    ...contradictions(fields),
    ...keys.flatMap((key, index) => inconsistencies(key, `keys[${index}]`)),
    ...allowListProblems(fields, env),
  ]);
  if (problems.count > 0) throw new InvalidEventError(problems);
  return {
    region: fields.region,
    verifier: verifierOf(fields),
    principal_arn: fields.principal_arn ?? null,
    account_id: fields.account_id ?? null,
    depth: fields.depth,
    canary: fields.canary,
    usage: fields.usage,
    min_keys: fields.min_keys ?? null,
    permissions: { ...fields.permissions, sets: fields.permissions.sets ?? null },
    source: fields.vault === undefined ? { keys: keys.map(expectationOf) } : { vault: fields.vault },
    fail_on_noncompliance: fields.fail_on_noncompliance,
    fail_on_indeterminate: fields.fail_on_indeterminate,
    next: fields.next ?? null,
    run_id: fields.run_id ?? null,
    baseline: fields.baseline ?? null,
    exceptions: fields.exceptions ?? null,
    max_report_bytes: fields.max_report_bytes ?? null,
    is_batch: batch,
  };
}

type KeyFields = v.InferOutput<typeof keySchema>;

/** `null` when some key has a problem. Once enough problems are listed, a bad key counts as one. */
function readKeys(
  keys: readonly unknown[],
  problems: EventProblems,
  show: (path: string) => string,
): KeyFields[] | null {
  const before = problems.count;
  const read: KeyFields[] = [];
  const names = new Set<string>();
  for (const [index, entry] of keys.entries()) {
    const at = `keys[${index}]`;
    const result = v.safeParse(keySchema, named(entry), { abortEarly: problems.isFull });
    for (const issue of result.issues ?? []) {
      const { path, message } = problemOf(issue);
      problems.add({ path: show(path === '' ? at : `${at}.${path}`), message });
    }
    if (!result.success) continue;
    const name = `${result.output.kms}/${result.output.name}`;
    if (names.has(name)) problems.add({ path: show(at), message: `repeats the key ${name}` });
    names.add(name);
    read.push(result.output);
  }
  return problems.count === before ? read : null;
}

function problemOf(issue: v.BaseIssue<unknown>): EventProblem {
  return { path: pathOf(issue), message: messageOf(issue) };
}

/** Contradictions between fields. */
function contradictions({ keys, vault, region, next }: EventFields): EventProblem[] {
  const problems: EventProblem[] = [];
  if (keys === undefined && vault === undefined)
    problems.push({ path: 'keys', message: 'is missing: give keys, or vault to read them from' });
  if (keys !== undefined && vault !== undefined)
    problems.push({ path: 'keys', message: 'must not be given beside vault' });
  if (next !== undefined && readCursor(next, region) === null)
    problems.push({ path: 'next', message: `must be the "next" of an earlier report on ${region}` });
  return problems;
}

function inconsistencies(key: KeyFields, at: string): EventProblem[] {
  const problems: EventProblem[] = [];
  if (key.purpose === undefined && key.type !== 'aes256-gcm96')
    problems.push({ path: `${at}.purpose`, message: `is required for the type ${key.type}` });
  if (key.min_enabled_version > key.latest_version)
    problems.push({
      path: `${at}.min_enabled_version`,
      message: `must not be above latest_version, ${key.latest_version}`,
    });
  for (const version of Object.keys(key.versions))
    if (Number(version) > key.latest_version)
      problems.push({
        path: `${at}.versions.${version}`,
        message: `must not be above latest_version, ${key.latest_version}`,
      });
  return problems;
}

function expectationOf(key: KeyFields): Expectation {
  const { id: _id, region: _region, protection: _protection, ...rest } = key;
  const {
    key_material_ids,
    purpose,
    namespace,
    path,
    rotate_after,
    latest_version_time,
    canaries,
    ...fields
  } = rest;
  return {
    ...fields,
    purpose: purpose ?? ['decrypt', 'encrypt'],
    ...(namespace === undefined ? {} : { namespace }),
    ...(path === undefined ? {} : { path }),
    ...(rotate_after === undefined ? {} : { rotate_after }),
    ...(latest_version_time === undefined ? {} : { latest_version_time }),
    ...(key_material_ids === undefined ? {} : { key_material_ids }),
    ...(canaries === undefined ? {} : { canaries }),
  };
}

function verifierOf({ credentials }: EventFields): VerifierSource {
  if (credentials?.secret_arn !== undefined) return { kind: 'secret', secret_arn: credentials.secret_arn };
  if (credentials?.role_arn === undefined) return { kind: 'self' };
  return { kind: 'role', role_arn: credentials.role_arn, external_id: credentials.external_id ?? null };
}

/**
 * A Step Functions Distributed Map with an ItemBatcher sends its items and what all of them share.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
 */
interface Batch {
  readonly BatchInput?: unknown;
  readonly Items: unknown;
}

function isBatch(input: object): input is Batch {
  return 'Items' in input;
}

function unknownBatchFields(input: Batch): EventProblem[] {
  return Object.keys(input)
    .filter((name) => name !== 'Items' && name !== 'BatchInput')
    .map((path) => ({ path, message: 'is not a field of a batch, which has BatchInput and Items' }));
}

function flatten({ BatchInput, Items }: Batch): Readonly<Record<string, unknown>> {
  return { ...(isObject(BatchInput) ? BatchInput : {}), keys: Items };
}

/** The Action's output `distributions` calls a key's name `key`. */
function named(entry: unknown): unknown {
  if (!isObject(entry) || !('key' in entry) || 'name' in entry) return entry;
  const { key, ...rest } = entry;
  return { name: key, ...rest };
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  return (issue.path ?? []).reduce((path, { key }) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    return path === '' ? String(key) : `${path}.${String(key)}`;
  }, '');
}

function messageOf(issue: v.BaseIssue<unknown>): string {
  return issue.type === 'loose_object' && issue.received === 'undefined' ? 'is required' : issue.message;
}

function showPath(path: string): string {
  return path;
}

function showInBatch(path: string): string {
  return path.startsWith('keys') ? path.replace('keys', 'Items') : `BatchInput.${path}`;
}
