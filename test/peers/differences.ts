import { unsupportedRows } from './matrix-differences.ts';

/** Fields that a response must contain (a regular expression matches a string), or an error by name. */
export type Expectation =
  | { readonly answers: object }
  | { readonly refused: string; readonly message?: RegExp };

/** A difference between ministack and the emulator, with the AWS page that supports the emulator. */
export interface Difference {
  readonly emulator: string;
  readonly ministack: string;
  readonly expect: Expectation;
  readonly source: string;
}

const api = (operation: string) =>
  `https://docs.aws.amazon.com/kms/latest/APIReference/API_${operation}.html`;
const states = 'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html';
const simulate = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html';
const works = { answers: {} };

/** By the name of the step in `kms-conformance.ts`. In all of them AWS behaves like the emulator. */
export const differences: Readonly<Record<string, Difference>> = {
  'a key without material cannot be disabled': {
    emulator: '`KMSInvalidStateException: … is pending import.`',
    ministack: 'disables the key',
    expect: works,
    source: states,
  },
  'the material is in the rotation history': {
    emulator: 'lists the material as `CURRENT`, `IMPORTED`',
    ministack: 'does not support `ListKeyRotations`',
    expect: { refused: 'InvalidAction' },
    source: api('ListKeyRotations'),
  },
  'an alias is unique': {
    emulator: '`An alias with the name arn:… already exists`',
    ministack: '`Alias alias/… already exists`',
    expect: { refused: 'AlreadyExistsException', message: /^Alias alias/ },
    source: api('CreateAlias'),
  },
  'alias/aws/ is reserved': {
    emulator: 'rejects the name',
    ministack: 'creates the alias',
    expect: works,
    source: api('CreateAlias'),
  },
  'an alias cannot refer to an alias': {
    emulator: '`ValidationException: Aliases must refer to keys. Not aliases`',
    ministack: 'accepts an alias as the key',
    expect: works,
    source: api('CreateAlias'),
  },
  'aliases are paginated': {
    emulator: 'honours `Limit` and returns `NextMarker`',
    ministack: 'returns all aliases',
    expect: { answers: { Truncated: false } },
    source: api('ListAliases'),
  },
  'the maximum page of aliases is 100': {
    emulator: '`ValidationException` for `Limit: 101`',
    ministack: 'accepts any limit',
    expect: works,
    source: api('ListAliases'),
  },
  'the error message for a missing alias': {
    emulator: '`Alias arn:… is not found.`',
    ministack: '`Key alias/none not found`',
    expect: { refused: 'NotFoundException', message: /^Key alias\/none not found$/ },
    source: api('DescribeKey'),
  },
  'the error message for a missing key': {
    emulator: "`Key 'arn:…' does not exist`",
    ministack: '`Key … not found`',
    expect: { refused: 'NotFoundException', message: /^Key \S+ not found$/ },
    source: api('DescribeKey'),
  },
  'a dry run does not encrypt': {
    emulator: '`DryRunOperationException`',
    ministack: 'ignores `DryRun` and encrypts',
    expect: { answers: { EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' } },
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/testing-permissions.html',
  },
  'a key rejects other material': {
    emulator: '`IncorrectKeyMaterialException`',
    ministack: 'accepts the other material',
    expect: works,
    source: api('ImportKeyMaterial'),
  },
  'a key is pending deletion': {
    emulator: 'returns `PendingWindowInDays`',
    ministack: 'omits it',
    expect: { answers: { KeyState: 'PendingDeletion' } },
    source: api('ScheduleKeyDeletion'),
  },
  'a key cannot be deleted twice': {
    emulator: '`KMSInvalidStateException: … is pending deletion.`',
    ministack: 'schedules it again',
    expect: { answers: { KeyState: 'PendingDeletion' } },
    source: states,
  },
  'a deletion is cancelled once': {
    emulator: '`KMSInvalidStateException: … is not pending deletion.`',
    ministack: 'succeeds',
    expect: works,
    source: states,
  },
  'a replica is pending import': {
    emulator: '`PendingImport`: imported material is never copied',
    ministack: '`Enabled`: copies the material',
    expect: { answers: { ReplicaKeyMetadata: { KeyState: 'Enabled' } } },
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-import.html',
  },
  'the simulator rejects a session ARN': {
    emulator: '`InvalidInput`',
    ministack: 'simulates an identity without policies',
    expect: { answers: { EvaluationResults: [{ EvalDecision: 'implicitDeny' }] } },
    source: simulate,
  },
  'the simulator rejects an unknown identity': {
    emulator: '`NoSuchEntity`',
    ministack: 'simulates an identity without policies',
    expect: { answers: { EvaluationResults: [{ EvalDecision: 'implicitDeny' }] } },
    source: simulate,
  },
  'a missing role': {
    emulator: '`The role with name nobody cannot be found.`',
    ministack: '`Role nobody not found.`',
    expect: { refused: 'NoSuchEntityException', message: /^Role nobody not found/ },
    source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html',
  },
};

/** Known differences between the emulator and AWS. */
const fromAws: readonly (readonly [what: string, why: string])[] = [
  [
    'All import tokens of a wrapping key spec share one key pair. AWS generates one per request.',
    'Generating an RSA key takes most of a second, and the token is what binds an import to its key.',
  ],
  [
    'Every change takes effect at once. In AWS, an alias or tag may take minutes.',
    'Tests should not have to wait.',
  ],
  ['Automatic rotation is stored, and never carried out.', 'A test uses `RotateKeyOnDemand` instead.'],
  [
    'The findings of `ValidatePolicy` are a subset, and their span is the whole document.',
    'The verifier reads the codes.',
  ],
  [
    'Organizations returns the service control policies of the configuration, attached to accounts.',
    'The configuration has no organizational units.',
  ],
  [
    'There are no custom key stores, resource control policies or endpoint policies.',
    'Nothing here uses them.',
  ],
  [
    'The ciphertext layout is that of `emulator/aws/kms/ciphertext.ts`. AWS does not publish its own.',
    'A test with the key material can decrypt it without KMS.',
  ],
  [
    'In a simulation, a denial by a service control policy is `implicitDeny` with `AllowedByOrganizations: false`.',
    'Public samples show this; the documentation does not describe it.',
  ],
  [
    '`MatchedStatements` name the policy, without positions.',
    'The configuration has policies as JSON values, not as text.',
  ],
  [
    'The messages of `NotAuthorizedException`, `InvalidImportTokenException` and `IncorrectKeyMaterialException` differ.',
    'AWS does not document them.',
  ],
  [
    'With `--quotas`, `ReplicateKey` uses only its own quota, not that of `CreateKey`.',
    'Each request uses one quota.',
  ],
  ['CloudTrail records events at once, and only those of KMS.', 'The verifier reads no others.'],
];

/** Generates `docs/emulator-differences.md` from the data of the conformance suite. */
export function differencesDocument(): string {
  const rows = Object.entries(differences).map(
    ([name, { emulator, ministack, source }]) =>
      `| ${name} | ${emulator} | ${ministack} | [AWS](${source}) |`,
  );
  const unsupported = unsupportedRows.map(
    ({ rows: names, ministack, source }) => `| ${names.join('; ')} | ${ministack} | [AWS](${source}) |`,
  );
  return `# Emulator differences

\`npm run test:peers\` sends the same calls (\`test/peers/kms-conformance.ts\`) to the emulator's AWS and to
[ministack](https://pypi.org/project/ministack/), and compares the responses. \`node scripts/differences.mjs\` generates
this page from the same data.

## The emulator and ministack

In each of these cases, AWS's documentation supports the emulator.

| what | emulator | ministack 1.5.33 | source |
| --- | --- | --- | --- |
${rows.join('\n')}

## The IAM matrix and ministack

The verifier's permission decisions are compared with what IAM enforces: \`test/verify/matrix\` lists the situations, and
\`test/peers/matrix.test.ts\` also runs them against ministack with \`AUTH=true\`. ministack does not support the
following rows. On every other row the verifier's decision is the expected one, and the principal's own call confirms it.

| rows | ministack 1.5.33 | source |
| --- | --- | --- |
${unsupported.join('\n')}

ministack's simulation returns only the first resource, it checks the permission to simulate on \`*\` instead of on the
principal, and its CloudTrail identifies a caller by access key. So \`test/peers/verification.test.ts\` simulates one key
at a time, and tests CloudTrail history only on the emulator.

## The emulator and AWS

| what | why |
| --- | --- |
${fromAws.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}
