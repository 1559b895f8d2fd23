/** One rule of a declaration: the data for messages and `docs/troubleshooting.md`. */
export interface Rule {
  /** What is wrong, as a predicate: `"a b" is not a valid name`. */
  readonly says: string;
  /** What to do. */
  readonly fix: string;
}

/** Rules that stop a run before the first request. */
export const errorRules = {
  yaml_syntax: {
    says: 'is not valid YAML',
    fix: 'Correct the text here; quote a value with special characters.',
  },
  yaml_limit: {
    says: 'is too large, too deeply nested or too repetitive',
    fix: 'Split the manifest into several files.',
  },
  many_documents: {
    says: 'holds more than one YAML document',
    fix: 'Remove the `---`: this input is one list or one map.',
  },
  no_file: {
    says: 'matches no file',
    fix: 'Check the path or glob against the working directory, and that the repository was checked out.',
  },
  unreadable_file: {
    says: 'cannot be read',
    fix: 'Name a readable, regular file of UTF-8 text.',
  },
  nothing_declared: {
    says: 'declares nothing',
    fix: 'Give `manifest`, or `name` and `key_collection`.',
  },
  both_forms: {
    says: 'is given together with `manifest`',
    fix: 'Use either `manifest` or the inputs for one provider.',
  },
  unknown_field: {
    says: 'is not a field here',
    fix: 'Correct the name, or remove the field.',
  },
  missing_field: {
    says: 'is missing',
    fix: 'Add it.',
  },
  wrong_type: {
    says: 'has the wrong type',
    fix: 'Write a value of the expected type.',
  },
  null_value: {
    says: 'has no value',
    fix: 'Remove the field, or give it a value (`{}` for an empty map).',
  },
  empty_value: {
    says: 'is empty',
    fix: 'Remove the field, or give it a value.',
  },
  unknown_value: {
    says: 'is not one of the valid values',
    fix: 'Use one of the listed values.',
  },
  repeated_value: {
    says: 'is repeated',
    fix: 'Remove one of them.',
  },
  duplicate_name: {
    says: 'is declared twice',
    fix: 'Keep one of them, or rename the other.',
  },
  invalid_namespace: {
    says: 'is not a valid namespace',
    fix: 'Write it as `team-a` or `team-a/payments`, relative to the connection: no slash at either end, no `//`, `.`, `..`, space, backslash or any of `?#%*+"${}`, and no part named root, sys, audit, auth, cubbyhole or identity.',
  },
  invalid_path: {
    says: 'is not a valid mount path',
    fix: 'Write it as `keymgmt` or `team/keymgmt`: no slash at either end, no `//`, `.`, `..`, space, backslash or any of `?#%*+"${}`, and not under sys, audit, auth, cubbyhole or identity.',
  },
  invalid_baseline: {
    says: 'is not a report to compare with',
    fix: 'Name the report file of an earlier run, or a whole report of the verifier.',
  },
  invalid_date: {
    says: 'is not a date',
    fix: 'Write the day on which the exception ends, such as `2027-01-31`.',
  },
  invalid_name: {
    says: 'is not a valid name',
    fix: 'Use ASCII letters, digits, `_`, `-` and `.`, with a letter, digit or `_` at both ends.',
  },
  alias_unfit: {
    says: 'cannot be distributed to AWS KMS under this name',
    fix: 'Use letters, digits, `_` and `-`, at most 229 of them: the name becomes part of the alias `alias/hashicorp/<name>-<unix time>`, which KMS limits to 256 characters without dots.',
  },
  invalid_region: {
    says: 'is not an AWS region',
    fix: 'Write the code of one region, such as `us-west-2`.',
  },
  undeclared_provider: {
    says: 'names a provider that this document does not declare',
    fix: "Declare it under `kms` in the same document, correct the name, or remove the key's `kms`.",
  },
  missing_purpose: {
    says: 'is missing',
    fix: 'Add it, such as `purpose: [sign, verify]`: only aes256-gcm96 has a default.',
  },
  invalid_version: {
    says: 'is not a key version',
    fix: 'Write a whole number of at least 0 (0: all versions).',
  },
  invalid_count: {
    says: 'is not a number of keys',
    fix: 'Write a whole number of at least 1.',
  },
  conflicting_retirement: {
    says: 'is given together with `min_enabled_version`',
    fix: 'Use `retire_after`, which raises it by age, or set `min_enabled_version` yourself.',
  },
  invalid_duration: {
    says: 'is not a duration',
    fix: 'Write a whole number above zero and one unit: `90s`, `15m`, `12h`, `90d`.',
  },
  replica_type: {
    says: 'is given for a type that cannot be replicated',
    fix: 'Remove `replica_regions`, or use the type aes256-gcm96, the only one that can be replicated.',
  },
  replica_of_own_region: {
    says: "is the provider's own region",
    fix: 'Remove it: a replica is in a different region from its primary key.',
  },
  conflicting_credentials: {
    says: 'is given together with `access_key` or `secret_key`',
    fix: 'Use either `credentials` or the two fields.',
  },
  incomplete_credentials: {
    says: 'is given without the other one of the pair',
    fix: 'Give both `access_key` and `secret_key`, or neither.',
  },
  literal_secret: {
    says: 'is a literal value in a manifest',
    fix: 'Write a reference such as `${AWS_SECRET_ACCESS_KEY}`, set that variable in the `env` of the step from a secret, and revoke the value if it was real.',
  },
  unset_variable: {
    says: 'names an environment variable that is not set, or is empty',
    fix: 'Set it in the `env` of the step; a secret that does not exist, or that a fork may not read, is empty.',
  },
  invalid_credential: {
    says: 'contains a space, a line break or another character that AWS credentials cannot contain',
    fix: 'Store the secret again, without surrounding characters.',
  },
  invalid_endpoint: {
    says: 'is not the URL of an endpoint',
    fix: 'Write it as `https://kms.us-west-2.amazonaws.com`, or as a reference such as `${KMS_ENDPOINT}`.',
  },
  invalid_arn: {
    says: 'is not an ARN of the expected kind',
    fix: 'Write it as `arn:aws:iam::111122223333:role/name`; `principal_arn` may also name a user.',
  },
  invalid_external_id: {
    says: 'is not an external id',
    fix: 'Use 2 to 1224 letters, digits and `_+=,.@:/-`.',
  },
  invalid_account_id: {
    says: 'is not an AWS account id',
    fix: 'Write the twelve digits in quotes: `"111122223333"`.',
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** Rules that only warn. */
export const warningRules = {
  unknown_region: {
    says: 'is not a region that this version of the action knows',
    fix: 'Check the spelling. Ignore this warning if AWS added the region recently.',
  },
  unlisted_purpose: {
    says: 'is not in the table of what HashiCorp supports on AWS KMS',
    fix: 'Vault may reject it. The table lists aes256-gcm96 with both encrypt and decrypt.',
  },
  unlisted_protection: {
    says: 'is not in the table of what HashiCorp supports on AWS KMS',
    fix: 'Vault may reject it. The table lists `hsm`.',
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** @see https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms for the table */
export const rules = { ...errorRules, ...warningRules };

export type RuleCode = keyof typeof rules;
