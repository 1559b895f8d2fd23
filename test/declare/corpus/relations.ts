import type { BadManifest } from './case.ts';
import { key, provider } from './case.ts';

const both = [
  'credentials: {access_key: "${ID}", secret_key: "${SECRET}"}',
  'access_key: ${ID}',
  'secret_key: ${SECRET}',
];

/** Two parts that do not go together, where the published schema can say so. */
export const badCombinations: readonly BadManifest[] = [
  [provider(...both), 'conflicting_credentials@4'],
  [provider(...both.slice(0, 2)), 'conflicting_credentials@4'],
  [provider('access_key: ${ID}'), 'incomplete_credentials@4'],
  [provider('secret_key: ${SECRET}'), 'incomplete_credentials@4'],
  [key('kms: aws', 'type: rsa-2048'), 'missing_purpose@3'],
  [key('type: ecdsa-p256', 'kms: aws'), 'missing_purpose@3'],
  [key('type: rsa-2048', 'replica_regions: [eu-west-1]'), 'replica_type@5'],
  [
    key('kms: aws', 'type: rsa-2048', 'purpose: [sign]', 'replica_regions: [eu-west-1, eu-west-1]'),
    'replica_type@7',
    'repeated_value@7',
  ],
];

/** What no schema of one document's shape can say: the published schema takes these. */
export const beyondSchema: readonly BadManifest[] = [
  ['keys:\n  a: {kms: aws}', 'undeclared_provider@2'],
  [key('kms: aws2'), 'undeclared_provider@4'],
  [key('kms: constructor'), 'undeclared_provider@4'],
  [`${provider()}---\npath: b\nkeys: {a: {kms: aws}}`, 'undeclared_provider@6'],
  [key('kms: aws', 'replica_regions: [eu-west-1, us-west-2]'), 'replica_of_own_region@5'],
  ['kms: {aws: {key_collection: us-west-2}}\nkeys:\n  a.b: {kms: aws}', 'alias_unfit@3'],
  [`kms: {aws: {key_collection: us-west-2}}\nkeys:\n  ${'a'.repeat(230)}: {kms: aws}`, 'alias_unfit@3'],
  ['path: a\n---\npath: a', 'duplicate_name@3'],
  ['kms: {}\n---\nkeys: {}', 'duplicate_name@3'],
  ['path: keymgmt\n---\nkeys: {}', 'duplicate_name@3'],
  ['namespace: a\npath: b/c\n---\nnamespace: a/b\npath: c', 'duplicate_name@5'],
  [provider('access_key: ${UNSET}', 'secret_key: ${SECRET}'), 'unset_variable@4'],
  [provider('access_key: ${EMPTY}', 'secret_key: ${UNSET}'), 'unset_variable@4', 'unset_variable@5'],
  [provider('access_key: ${SPACED}', 'secret_key: ${SECRET}'), 'invalid_credential@4'],
  [provider('access_key: ${ID}', 'secret_key: ${BROKEN}'), 'invalid_credential@5'],
  [
    provider('credentials:', '  access_key: ${ID}', '  secret_key: ${SECRET}', '  endpoint: ${NOT_URL}'),
    'invalid_endpoint@7',
  ],
  [
    provider('credentials:', '  access_key: ${ID}', '  secret_key: ${SECRET}', '  session_token: ${UNSET}'),
    'unset_variable@7',
  ],
];

/** Several at once, in one document and in several. */
export const badTogether: readonly BadManifest[] = [
  [
    'pth: a\nkms: {a: {}}\nkeys: {b: {kms: c}}',
    'unknown_field@1',
    'missing_field@2',
    'undeclared_provider@3',
  ],
  ['path: /a\n---\npath: b/\n---\npath: c d', 'invalid_path@1', 'invalid_path@3', 'invalid_path@5'],
  ['path: [\n---\npath: b/\n', 'yaml_syntax@2', 'invalid_path@3'],
  [
    provider('credentials: {access_key: AKIA}', 'secret_key: ${UNSET}', 'verify: {role_arn: x}'),
    'missing_field@4',
    'conflicting_credentials@4',
    'literal_secret@4',
    'unset_variable@5',
    'invalid_arn@6',
  ],
  [
    key(
      'kms: nope',
      'type: rsa-2047',
      'purpose: [sing]',
      'protection: hms',
      'rotate_after: never',
      'extra: 1',
    ),
    'undeclared_provider@4',
    'unknown_value@5',
    'unknown_value@6',
    'unknown_value@7',
    'invalid_duration@8',
    'unknown_field@9',
  ],
  [key('min_enabled_version: 1', 'retire_after: 1y'), 'conflicting_retirement@5', 'invalid_duration@5'],
  [key('retire_after: 365d', 'min_enabled_version: 1'), 'conflicting_retirement@4'],
];
