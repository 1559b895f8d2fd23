import * as v from 'valibot';
import type { RuleCode } from '../model/codes/manifest-rules.ts';
import { durationPattern } from '../model/duration.ts';
import { keyTypes, protections, purposes } from '../model/key.ts';
import { regionGrammar } from '../model/partitions.ts';
import { fields, named } from './strict-fields.ts';

/** A value that is, as a whole, a reference to an environment variable of the step. */
export const referencePattern = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/;

/**
 * The names that Vault accepts within an engine.
 *
 * Source: `framework.GenericNameRegex` of Vault's SDK; whether keymgmt uses it is not public, its siblings do.
 */
const namePattern = /^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$/;

/** Segments without characters that have a meaning in Vault's router or policies, and neither `.` nor `..`. */
const segment = '(?!\\.{1,2}(?:/|$))[^\\s/?#%*+"${}\\\\\\x00-\\x1f\\x7f]+';
const reserved = 'sys|audit|auth|cubbyhole|identity';

/** Source: https://developer.hashicorp.com/vault/docs/enterprise/namespaces (naming restrictions). */
const namespacePattern = new RegExp(`^(?!(?:.*/)?(?:root|${reserved})(?:/|$))${segment}(?:/${segment})*$`);

/** Source: `protectedMounts` in Vault's mount table; 1.19.16 and newer reject `//`, `/./` and `/../`. */
const pathPattern = new RegExp(`^(?!(?:${reserved})(?:/|$))${segment}(?:/${segment})*$`);

const accountPattern = /^[0-9]{12}$/;
const rolePattern = /^arn:aws[a-z-]*:iam::[0-9]{12}:role\/[A-Za-z0-9_+=,.@/-]+$/;
const principalPattern = /^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)\/[A-Za-z0-9_+=,.@/-]+$/;

/** Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const externalIdPattern = /^[A-Za-z0-9_+=,.@:/-]{2,1224}$/;

export const endpointPattern = /^https?:\/\/[^\s/]+\S*$/;
const endpointOrReference = new RegExp(`${endpointPattern.source}|${referencePattern.source}`);

const rule = (code: RuleCode) => code;

/** Text that is not empty and matches the pattern; `code` is the rule that other text breaks. */
const text = (pattern: RegExp, code: RuleCode) =>
  v.pipe(v.string(), v.nonEmpty(rule('empty_value')), v.regex(pattern, rule(code)));

const name = text(namePattern, 'invalid_name');
const region = text(regionGrammar, 'invalid_region');

const reference = text(referencePattern, 'literal_secret');
const literal = v.pipe(v.string(), v.nonEmpty(rule('empty_value')));

const verify = fields({
  role_arn: v.optional(
    v.pipe(text(rolePattern, 'invalid_arn'), v.description('IAM role that the verifier assumes.')),
  ),
  external_id: v.optional(
    v.pipe(
      text(externalIdPattern, 'invalid_external_id'),
      v.description("External id that the role's trust policy requires."),
    ),
  ),
  principal_arn: v.optional(
    v.pipe(
      text(principalPattern, 'invalid_arn'),
      v.description('The role or user whose permissions are audited.'),
    ),
  ),
  account_id: v.optional(
    v.pipe(
      text(accountPattern, 'invalid_account_id'),
      v.description('The AWS account that the keys must be in.'),
    ),
  ),
  min_keys: v.optional(
    v.pipe(
      v.number(),
      v.integer(rule('invalid_count')),
      v.minValue(1, rule('invalid_count')),
      v.maxValue(2 ** 31 - 1, rule('invalid_count')),
      v.description('Verification fails when the provider has fewer keys than this.'),
    ),
  ),
});

const key = v.pipe(
  fields({
    type: v.optional(v.pipe(v.picklist(keyTypes), v.description('Immutable.')), 'aes256-gcm96'),
    kms: v.optional(
      v.pipe(
        name,
        v.description(
          'The provider to distribute the key to. Omitted: the key is not distributed, and never removed from where it is.',
        ),
      ),
    ),
    purpose: v.optional(
      v.pipe(
        v.array(v.picklist(purposes)),
        v.nonEmpty(rule('empty_value')),
        v.metadata({ uniqueItems: true }),
        v.description(
          'Default for aes256-gcm96: encrypt and decrypt; required for other types that are distributed. Immutable once distributed.',
        ),
      ),
    ),
    protection: v.optional(
      v.pipe(v.picklist(protections), v.description('Immutable once distributed.')),
      'hsm',
    ),
    deletion_allowed: v.optional(v.pipe(v.boolean(), v.description("Omitted: Vault's value stays."))),
    min_enabled_version: v.optional(
      v.pipe(
        v.number(),
        v.integer(rule('invalid_version')),
        v.minValue(0, rule('invalid_version')),
        v.maxValue(2 ** 31 - 1, rule('invalid_version')),
        v.description("0: all versions. Omitted: Vault's value stays."),
      ),
    ),
    replica_regions: v.optional(
      v.pipe(
        v.array(region),
        v.metadata({ uniqueItems: true }),
        v.description('Multi-region keys (Vault 2.0.0 and newer), aes256-gcm96 only. Immutable.'),
      ),
      [],
    ),
    rotate_after: v.optional(
      v.pipe(
        text(durationPattern, 'invalid_duration'),
        v.description('Used by `rotate`: 90s, 15m, 12h, 90d.'),
      ),
    ),
    retire_after: v.optional(
      v.pipe(
        text(durationPattern, 'invalid_duration'),
        v.description(
          '`rotate` disables versions that were replaced longer ago than this and are idle. Excludes `min_enabled_version`.',
        ),
      ),
    ),
  }),
  v.metadata({
    allOf: [
      { not: { required: ['retire_after', 'min_enabled_version'] } },
      {
        if: { required: ['type', 'kms'], properties: { type: { not: { const: 'aes256-gcm96' } } } },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
        then: { required: ['purpose'] },
      },
      {
        if: { required: ['type'], properties: { type: { not: { const: 'aes256-gcm96' } } } },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
        then: { properties: { replica_regions: { maxItems: 0 } } },
      },
    ],
  }),
);

const provider = <C extends v.GenericSchema<string>>(secret: C) =>
  v.pipe(
    fields({
      provider: v.optional(v.picklist(['awskms']), 'awskms'),
      key_collection: v.pipe(region, v.description('AWS region. Immutable.')),
      credentials: v.optional(
        v.pipe(
          fields({
            access_key: secret,
            secret_key: secret,
            session_token: v.optional(secret),
            endpoint: v.optional(text(endpointOrReference, 'invalid_endpoint')),
          }),
          v.description(
            'Omitted: Vault keeps its credentials, or uses its own AWS credential chain. A secret is a reference to an environment variable of the step: ${AWS_ACCESS_KEY_ID}.',
          ),
        ),
      ),
      access_key: v.optional(secret),
      secret_key: v.optional(secret),
      verify: v.optional(
        v.pipe(
          verify,
          v.description(
            'Which identity reads AWS, and whose permissions are audited, when this provider is verified.',
          ),
        ),
        {},
      ),
    }),
    v.metadata({
      dependencies: {
        access_key: ['secret_key'],
        secret_key: ['access_key'],
        credentials: { not: { anyOf: [{ required: ['access_key'] }, { required: ['secret_key'] }] } },
      },
    }),
  );

const mount = <C extends v.GenericSchema<string>>(secret: C) =>
  fields({
    namespace: v.optional(
      v.pipe(
        text(namespacePattern, 'invalid_namespace'),
        v.description("Relative to the connection's `vault_namespace`; no slash at either end."),
      ),
    ),
    path: v.optional(
      v.pipe(text(pathPattern, 'invalid_path'), v.description('Where the keymgmt engine is mounted.')),
      'keymgmt',
    ),
    create_mount: v.optional(
      v.pipe(v.boolean(), v.description('Enable the keymgmt engine there when the path is free.')),
      false,
    ),
    kms: v.optional(v.pipe(named(name, provider(secret)), v.description('The KMS providers by name.')), {}),
    keys: v.optional(v.pipe(named(name, key), v.description('The keys by name.')), {}),
  });

/** One document of a manifest: one mount. Its secrets are references. */
export const manifestSchema = v.pipe(
  mount(reference),
  v.title('A mount of Vault Key Management, its AWS KMS providers and its keys'),
);

/** The inline inputs as a document. Its secrets may be literal, since a workflow takes them from `secrets`. */
export const inlineSchema = mount(literal);

export type MountSchema = typeof manifestSchema | typeof inlineSchema;
export type MountData = v.InferOutput<MountSchema>;
export type ProviderData = MountData['kms'][string];
export type KeyData = MountData['keys'][string];
