import * as v from 'valibot';
import { durationPattern } from '../src/model/duration.ts';
import { purposes } from '../src/model/key.ts';
import { parsePrincipal } from '../src/model/principal.ts';
import { kmsAction } from '../src/verify/permissions/kms-actions.ts';
import { permissionSets } from '../src/verify/permissions/permission-sets.ts';
import { sizeLimits } from './shrink-report.ts';

/** An object that names each of its unknown fields, not just the first. */
function fields<const T extends v.ObjectEntries>(entries: T, message: string) {
  return v.pipe(
    v.looseObject(entries, message),
    v.rawCheck(({ dataset, addIssue }) => {
      const input: unknown = dataset.value;
      if (!isObject(input)) return;
      const unknown = Object.keys(input).filter((name) => !Object.hasOwn(entries, name));
      for (const key of unknown.slice(0, mostEntries))
        addIssue({
          message: 'is not a field of the event',
          path: [{ type: 'object', origin: 'key', input, key, value: input[key] }],
        });
    }),
  );
}

/** The most entries of a list or object inside an event, and the most unknown fields that are named. */
const mostEntries = 1_000;

/** A list that is not searched for problems when it is far too long. */
function list<T extends v.GenericSchema>(item: T) {
  return v.pipe(
    v.array(v.unknown(), 'must be a list'),
    v.maxLength(mostEntries, `must have at most ${mostEntries} entries`),
    v.array(item),
  );
}

const text = v.pipe(v.string('must be a string'), v.nonEmpty('must not be empty'));
const flag = v.boolean('must be true or false');
const region = v.pipe(text, v.regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'must be an AWS region, such as us-west-2'));
const account = v.pipe(text, v.regex(/^\d{12}$/, 'must be an AWS account id of 12 digits'));

const time = v.pipe(text, v.isoTimestamp('must be an RFC 3339 time, such as 2023-11-14T22:13:20Z'));
const duration = v.pipe(text, v.regex(durationPattern, 'must be a duration, such as 90d'));

/** The most versions of a key: Vault and KMS have no such limit, an event has. */
const mostVersions = 10_000;

function versions<T extends v.GenericSchema>(value: T) {
  return v.pipe(
    v.record(v.string(), v.unknown(), 'must be an object by version number'),
    v.check((map) => Object.keys(map).length <= mostVersions, `must have at most ${mostVersions} versions`),
    v.record(v.pipe(v.string(), v.regex(/^[1-9]\d*$/, 'must be a version number')), value),
  );
}

/** KMS decrypts at most 6,144 bytes. */
const canary = fields(
  {
    ciphertext: v.pipe(
      text,
      v.base64('must be base64'),
      v.maxLength(8_192, 'must have at most 8192 characters'),
    ),
    made_at: time,
  },
  'must be an object',
);

/** One key of an event with expectations. */
export const keySchema = fields(
  {
    name: text,
    kms: text,
    type: text,
    purpose: v.optional(list(v.picklist(purposes, `must be one of ${purposes.join(', ')}`))),
    alias: v.pipe(text, v.startsWith('alias/', 'must start with alias/')),
    latest_version: v.pipe(
      v.number('must be a number'),
      v.integer('must be a whole number'),
      v.minValue(1, 'must be at least 1'),
    ),
    min_enabled_version: v.optional(
      v.pipe(
        v.number('must be a number'),
        v.integer('must be a whole number'),
        v.minValue(0, 'must be at least 0'),
      ),
      1,
    ),
    versions: v.pipe(
      versions(text),
      v.check((map) => Object.keys(map).length > 0, 'must name at least one version'),
    ),
    replica_regions: v.optional(list(region), []),
    distribution_time: v.optional(v.nullable(time), null),
    public_keys: v.optional(versions(text), {}),
    key_material_ids: v.optional(versions(text)),
    canaries: v.optional(versions(canary)),
    rotate_after: v.optional(duration),
    latest_version_time: v.optional(time),
    // Further fields of the Action's output `distributions`.
    id: v.optional(v.string()),
    namespace: v.optional(v.string()),
    path: v.optional(v.string()),
    region: v.optional(v.string()),
    protection: v.optional(v.string()),
  },
  'must be an object',
);

/** Its region becomes part of the host name that the function calls. */
const secretArn = /^arn:aws[a-z-]*:secretsmanager:[a-z]{2,}(-[a-z]+)+-\d+:\d{12}:secret:[\w/+=.@-]+$/;
const roleArn = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

const credentials = v.pipe(
  fields(
    {
      role_arn: v.optional(v.pipe(text, v.regex(roleArn, "must be a role's ARN"))),
      external_id: v.optional(
        v.pipe(text, v.regex(/^[\w+=,.@:/-]{2,1224}$/, 'must have 2 to 1224 letters, digits or +=,.@:/-_')),
      ),
      secret_arn: v.optional(v.pipe(text, v.regex(secretArn, "must be a secret's ARN"))),
    },
    'must be an object with role_arn or secret_arn',
  ),
  v.check(
    ({ role_arn, secret_arn }) => (role_arn === undefined) !== (secret_arn === undefined),
    'must have role_arn or secret_arn, and not both',
  ),
  v.check(
    ({ role_arn, external_id }) => external_id === undefined || role_arn !== undefined,
    'must not have external_id without role_arn',
  ),
);

const permissions = fields(
  {
    sets: v.optional(list(v.picklist(permissionSets, `must be one of ${permissionSets.join(', ')}`))),
    actions: v.optional(
      list(
        v.pipe(
          text,
          v.check(
            (action) => kmsAction(action) !== null,
            'must be an action of KMS without wildcards, such as kms:Encrypt',
          ),
        ),
      ),
      [],
    ),
    method: v.optional(v.picklist(['auto', 'simulate', 'probe'], 'must be auto, simulate or probe'), 'auto'),
    history: v.optional(flag, false),
  },
  'must be an object with sets, actions, method and history',
);

const namespace = v.pipe(
  v.string('must be a string'),
  v.regex(/^$|^[^/].*[^/]$|^[^/]$/, 'must not start or end with a slash'),
);
const path = v.pipe(text, v.regex(/^[^/](.*[^/])?$/, 'must not start or end with a slash'));

const vault = fields(
  {
    url: v.pipe(
      text,
      v.check(
        (url) => isSafeUrl(url),
        'must be an https URL (http only for loopback), without user, query and fragment',
      ),
    ),
    namespace: v.optional(namespace, ''),
    auth_path: v.optional(path, 'aws'),
    auth_namespace: v.optional(namespace),
    role: v.optional(v.string('must be a string'), ''),
    aws_iam_server_id: v.optional(v.string('must be a string'), ''),
    ca_certificate: v.optional(
      v.pipe(v.string('must be a string'), v.regex(/^$|-----BEGIN CERTIFICATE-----/, 'must be a PEM')),
      '',
    ),
    tls_server_name: v.optional(v.string('must be a string'), ''),
    path: v.optional(path, 'keymgmt'),
    kms: v.optional(v.pipe(list(text), v.nonEmpty('must not be empty'))),
    rotate_after: v.optional(duration),
  },
  'must be an object',
);

const minKeys = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be at least 1'),
);

const reportBytes = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(10_000, 'must be at least 10000'),
  v.maxValue(sizeLimits.invocation, `must be at most ${sizeLimits.invocation}`),
);

/** An address of an object in S3. */
const s3Uri = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/[^/]/;

/** An object, or the address of one in S3. */
const inlineOrInS3 = v.union(
  [
    v.pipe(v.string(), v.regex(s3Uri, 'must be an object, or its address: s3://bucket/key')),
    v.custom<Record<string, unknown>>(isObject),
  ],
  'must be an object, or its address: s3://bucket/key',
);

/** The event that `docs/lambda.md` describes, field by field; `keys` are read one by one with {@link keySchema}. */
export const eventSchema = fields(
  {
    region,
    credentials: v.optional(credentials),
    principal_arn: v.optional(
      v.pipe(
        text,
        v.check((arn) => parsePrincipal(arn) !== null, "must be a user's or a role's ARN"),
      ),
    ),
    account_id: v.optional(account),
    min_keys: v.optional(minKeys),
    depth: v.optional(v.picklist(['standard', 'full'], 'must be standard or full'), 'standard'),
    canary: v.optional(flag, false),
    usage: v.optional(flag, false),
    permissions: v.optional(permissions, {}),
    keys: v.optional(v.pipe(v.array(v.unknown(), 'must be a list'), v.nonEmpty('must not be empty'))),
    vault: v.optional(vault),
    fail_on_noncompliance: v.optional(flag, false),
    fail_on_indeterminate: v.optional(flag, false),
    next: v.optional(text),
    baseline: v.optional(inlineOrInS3),
    exceptions: v.optional(inlineOrInS3),
    max_report_bytes: v.optional(reportBytes),
    run_id: v.optional(v.pipe(text, v.maxLength(64, 'must have at most 64 characters'))),
  },
  'must be an object',
);
export type EventFields = v.InferOutput<typeof eventSchema>;

/** Anything that JSON calls an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSafeUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(url);
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return (
    (protocol === 'https:' || (protocol === 'http:' && loopback)) &&
    [username, password, search, hash].every((part) => part === '')
  );
}
