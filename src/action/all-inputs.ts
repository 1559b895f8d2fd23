import { inlineInputs } from '../declare/inline-inputs.ts';
import type { InputSpecs } from '../inputs/input-spec.ts';
import { commands } from '../model/run.ts';
import { connectionInputs } from '../vault/settings/connection-inputs.ts';
import { loginInputs } from '../vault/settings/login-inputs.ts';
import { permissionSets } from '../verify/permissions/permission-sets.ts';

const command = {
  command: {
    description:
      'What to do: `apply` (read Vault, print the plan, apply it), `plan` (print the plan without applying it), `verify` (check in AWS KMS what Vault says it distributed), `rotate`, `destroy` (keys stay in Vault; what their KMS keys encrypted is lost), `import` (write the manifest of what Vault has), `policy` (print the least-privilege policies) or `doctor` (check every precondition of the others, and say how to fix what is wrong).',
    choices: commands,
    default: 'apply',
  },
} as const satisfies InputSpecs;

const declaration = {
  manifest: {
    description:
      'Manifest: YAML or JSON text, or paths and globs of files, one per line. One YAML document is one mount. Excludes the inline inputs.',
  },
  ...inlineInputs,
} as const satisfies InputSpecs;

const guards = {
  prune: {
    description:
      '`true` removes undeclared distributions from KMS and deletes undeclared providers; each must be listed in `confirm`.',
    type: 'boolean',
    default: 'false',
  },
  confirm: {
    description:
      'What may be removed, by full id, one per line. The id of a provider covers the distributions that the printed plan lists. After AWS’s waiting period, everything that the removed KMS keys encrypted is lost, although the keys stay in Vault. The id of a key allows creating it with new key material while KMS still has an alias of its name (`keys_lost`).',
    type: 'list',
  },
  expected_plan_digest: {
    description:
      'Apply the plan only if it has this digest, so that what was approved is what runs. To get a digest to approve, run `plan`, `destroy` without `confirm`, or `rotate` with a placeholder here.',
  },
  allowed_account_ids: {
    description: 'AWS accounts that declared credentials may belong to, one per line.',
    type: 'list',
  },
  check_credentials: {
    description:
      'Whether declared credentials are checked in AWS before they are written to Vault: `auto` blocks the plan when they are invalid, `require` also when the check is inconclusive, `off` does not ask AWS.',
    choices: ['auto', 'require', 'off'],
    default: 'auto',
  },
  update_credentials: {
    description:
      'When declared credentials are written to an existing provider: `always`, or `on_create` (never).',
    choices: ['always', 'on_create'],
    default: 'always',
  },
  min_idle: {
    description:
      'How long a KMS key must have been unused before the plan may remove it from KMS or disable it. Unknown usage is a warning, and blocks the plan when this input is set. `0s` turns the guard off. Default: `7d`.',
    type: 'duration',
    allows_zero: true,
  },
} as const satisfies InputSpecs;

const rotationAndImport = {
  rotate_keys: {
    description:
      'Keys that `rotate` rotates, one per line: `payments-db`, or `payments-db@2` to rotate only while 2 is the latest version. Left out: every declared key that is older than its `rotate_after`.',
    type: 'list',
  },
  import_id: {
    description:
      'What `import` reads: the id of a provider, such as `keymgmt/kms/aws-us-west-2`, or the path of a mount.',
  },
  manifest_path: { description: 'File that `import` writes the manifest to.' },
} as const satisfies InputSpecs;

const verification = {
  verify_with: {
    description:
      'How `apply` and `rotate` verify their work in AWS KMS before they end: `none`, `runner` or `lambda`. The command `verify` treats `none` as `runner`.',
    choices: ['none', 'runner', 'lambda'],
    default: 'none',
  },
  lambda_function: { description: 'Name or ARN of the deployed verifier, for `verify_with: lambda`.' },
  lambda_region: {
    description: 'Region of `lambda_function`. Default: the region in its ARN, else `AWS_REGION`.',
  },
  verify_role_arn: {
    description: "IAM role that the verifier assumes. Default: the runner's own AWS credentials.",
  },
  verify_external_id: { description: 'External id that the role requires.' },
  principal_arn: {
    description:
      'IAM user or role whose permissions are audited: the principal that Vault uses. Default: the owner of the declared credentials.',
  },
  permissions: {
    description:
      'Permission sets to audit, one per line: `terraform`, `vault`, `multi_region`. Left out: the first two, and the third where a key has replica regions.',
    type: 'list',
    choices: permissionSets,
  },
  verify_depth: {
    description:
      '`standard`, or `full`, which also reads policy, grants, material history and last use of each KMS key, and counts the KMS keys of the region by where they come from.',
    choices: ['standard', 'full'],
    default: 'standard',
  },
  canary: {
    description:
      '`true` uses each KMS key once: decrypts what an earlier run encrypted (kept in its report, given as `baseline`), or signs. Needs further permissions, and counts as a use of the key.',
    type: 'boolean',
    default: 'false',
  },
  min_keys: {
    description:
      'Verification fails when there are fewer keys than this in the whole run. 0: any number. For one provider, set `min_keys` under `verify` in the manifest.',
    type: 'integer',
    range: [0, 1_000_000],
    default: '0',
  },
  baseline: {
    description:
      'Path of an earlier report: the new one says what changed since. A file that does not exist is a warning, since the first run has none.',
  },
  exceptions: {
    description:
      'Path of a file of accepted findings, each with reason, owner and expiry date. They are reported apart, and count again on that date.',
  },
} as const satisfies InputSpecs;

const reporting = {
  report_path: {
    description:
      'File for the report: JSON, or, when the path ends in `.jsonl`, one line per distributed key, as the Lambda accepts keys. Default: a JSON file under `RUNNER_TEMP`.',
  },
  junit_path: { description: 'File for steps, blockers and checks as JUnit XML, for a test tab.' },
  html_path: {
    description:
      'File for the evidence page: one HTML file for people who audit, with the result, the keys, the checks and the permissions. It needs no script and no network.',
  },
  sarif_path: { description: 'File for blockers and failed checks as SARIF 2.1.0, for code scanning.' },
  summary: { description: '`false` leaves the job summary out.', type: 'boolean', default: 'true' },
  comment: {
    description:
      '`true` keeps one comment on the pull request up to date, with the plan or the result. Needs `permissions: pull-requests: write`.',
    type: 'boolean',
    default: 'false',
  },
  issue: {
    description:
      '`true` keeps one issue open while there is drift or a failed check, and closes it afterwards. Needs `permissions: issues: write`.',
    type: 'boolean',
    default: 'false',
  },
  comment_key: {
    description:
      'Separates the comments and issues of the jobs of a matrix. Set it to what the jobs differ in, such as the region.',
  },
  github_token: {
    description: 'Token for `comment` and `issue`.',
    default: '${{ github.token }}',
    secret: 'text',
  },
  fail_on_drift: {
    description:
      '`true` makes `plan` fail on drift: when a step of the plan would change Vault. A credentials refresh and undeclared objects are not drift.',
    type: 'boolean',
    default: 'false',
  },
  fail_on_undeclared: {
    description:
      '`true` makes `plan` fail when Vault has undeclared keys on a declared provider, or undeclared providers or keys in a declared mount.',
    type: 'boolean',
    default: 'false',
  },
  fail_on_noncompliance: {
    description: '`false` lets a run succeed although a check or permission failed.',
    type: 'boolean',
    default: 'true',
  },
  fail_on_indeterminate: {
    description: '`true` makes a run fail when a check or permission is inconclusive.',
    type: 'boolean',
    default: 'false',
  },
} as const satisfies InputSpecs;

/** The inputs by the heading under which they are documented. */
export const inputGroups: Readonly<Record<string, InputSpecs>> = {
  Command: command,
  'Declaration: by manifest, or inline': declaration,
  'Connection to Vault': connectionInputs,
  'Login to Vault': loginInputs,
  Guards: guards,
  'Rotation and import': rotationAndImport,
  Verification: verification,
  Reporting: reporting,
};

/** Every input of the action: what `action.yml` and `docs/reference.md` are generated from, and what is read. */
export const allInputs = {
  ...command,
  ...declaration,
  ...connectionInputs,
  ...loginInputs,
  ...guards,
  ...rotationAndImport,
  ...verification,
  ...reporting,
} as const;
