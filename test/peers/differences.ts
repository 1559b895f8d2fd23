import { notCarried } from './matrix-differences.ts';

/** Fields that an answer has at least (a regular expression stands for a text), or a refusal by its name. */
export type Expectation =
  | { readonly answers: object }
  | { readonly refused: string; readonly message?: RegExp };

/** Where ministack does otherwise than the emulator; AWS's documentation says who is right. */
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

/** By the name of the step in `kms-conformance.ts` that shows it. In all of them AWS does as the emulator does. */
export const differences: Readonly<Record<string, Difference>> = {
  'a key without material cannot be disabled': {
    emulator: '`KMSInvalidStateException: … is pending import.`',
    ministack: 'disables it',
    expect: works,
    source: states,
  },
  "the material shows in the key's history": {
    emulator: 'lists the material as `CURRENT`, `IMPORTED`',
    ministack: 'does not know `ListKeyRotations`',
    expect: { refused: 'InvalidAction' },
    source: api('ListKeyRotations'),
  },
  'an alias is there once': {
    emulator: '`An alias with the name arn:… already exists`',
    ministack: '`Alias alias/… already exists`',
    expect: { refused: 'AlreadyExistsException', message: /^Alias alias/ },
    source: api('CreateAlias'),
  },
  "alias/aws/ is AWS's own": {
    emulator: 'refuses the name',
    ministack: 'creates the alias',
    expect: works,
    source: api('CreateAlias'),
  },
  'an alias has no alias': {
    emulator: '`ValidationException: Aliases must refer to keys. Not aliases`',
    ministack: 'takes an alias for its key',
    expect: works,
    source: api('CreateAlias'),
  },
  'a page of aliases has a limit and a marker': {
    emulator: 'keeps to `Limit`, gives `NextMarker`',
    ministack: 'answers with all aliases',
    expect: { answers: { Truncated: false } },
    source: api('ListAliases'),
  },
  'a page of aliases has at most 100': {
    emulator: '`ValidationException` for `Limit: 101`',
    ministack: 'takes any limit',
    expect: works,
    source: api('ListAliases'),
  },
  'a missing alias has the sentence of AWS': {
    emulator: '`Alias arn:… is not found.`',
    ministack: '`Key alias/none not found`',
    expect: { refused: 'NotFoundException', message: /^Key alias\/none not found$/ },
    source: api('DescribeKey'),
  },
  'a missing key has the sentence of AWS': {
    emulator: "`Key 'arn:…' does not exist`",
    ministack: '`Key … not found`',
    expect: { refused: 'NotFoundException', message: /^Key \S+ not found$/ },
    source: api('DescribeKey'),
  },
  'a dry run encrypts nothing': {
    emulator: '`DryRunOperationException`',
    ministack: 'ignores `DryRun` and encrypts',
    expect: { answers: { EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' } },
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/testing-permissions.html',
  },
  'a key takes no other material than its own': {
    emulator: '`IncorrectKeyMaterialException`',
    ministack: 'takes the other material',
    expect: works,
    source: api('ImportKeyMaterial'),
  },
  'a key waits for its deletion': {
    emulator: 'answers with `PendingWindowInDays`',
    ministack: 'leaves it out',
    expect: { answers: { KeyState: 'PendingDeletion' } },
    source: api('ScheduleKeyDeletion'),
  },
  'a key is not deleted twice': {
    emulator: '`KMSInvalidStateException: … is pending deletion.`',
    ministack: 'schedules it again',
    expect: { answers: { KeyState: 'PendingDeletion' } },
    source: states,
  },
  'a deletion is called off once': {
    emulator: '`KMSInvalidStateException: … is not pending deletion.`',
    ministack: 'answers as if it had been pending',
    expect: works,
    source: states,
  },
  'a replica awaits the same material': {
    emulator: '`PendingImport`: imported material is never copied',
    ministack: '`Enabled`: copies the material',
    expect: { answers: { ReplicaKeyMetadata: { KeyState: 'Enabled' } } },
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-import.html',
  },
  'the simulator takes no session': {
    emulator: '`InvalidInput`',
    ministack: 'simulates it as somebody without policies',
    expect: { answers: { EvaluationResults: [{ EvalDecision: 'implicitDeny' }] } },
    source: simulate,
  },
  'the simulator knows nobody whom IAM does not know': {
    emulator: '`NoSuchEntity`',
    ministack: 'simulates it as somebody without policies',
    expect: { answers: { EvaluationResults: [{ EvalDecision: 'implicitDeny' }] } },
    source: simulate,
  },
  'a role that is not there': {
    emulator: '`The role with name nobody cannot be found.`',
    ministack: '`Role nobody not found.`',
    expect: { refused: 'NoSuchEntityException', message: /^Role nobody not found/ },
    source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html',
  },
};

/** Where the emulator knowingly does otherwise than AWS, and why. */
const fromAws: readonly (readonly [what: string, why: string])[] = [
  [
    'One wrapping key pair per spec serves all import tokens; AWS makes one per request.',
    'Making RSA keys takes most of a second; the token is what binds an import to its key.',
  ],
  [
    'Every change holds at once; in AWS an alias or a tag may take minutes to count.',
    'A test should not wait.',
  ],
  [
    '`Sign` and `Verify` take messages (`RAW`), not digests.',
    "Node's cryptography hashes what it signs; Vault and the verifier sign nothing in KMS.",
  ],
  [
    'There are no grants, custom key stores, resource control policies or endpoint policies.',
    'Nothing here uses them.',
  ],
  [
    'A ciphertext is laid out as `emulator/aws/kms/ciphertext.ts` says; that of AWS is not published.',
    'Whoever has the key material can check it without KMS.',
  ],
  [
    'In a simulation, a denial by a service control policy is `implicitDeny` with `AllowedByOrganizations: false`.',
    'Public samples show this for organizations that deny; the documentation does not say.',
  ],
  [
    '`MatchedStatements` name the policy, without positions in it.',
    'The configuration holds policies as values, not as text.',
  ],
  [
    'The texts of `NotAuthorizedException`, `InvalidImportTokenException` and `IncorrectKeyMaterialException` are its own.',
    "AWS's are not documented.",
  ],
  [
    'With `--quotas`, `ReplicateKey` draws on its own quota alone, not also on that of `CreateKey`.',
    'One request, one quota.',
  ],
  ['CloudTrail knows an event at once, and only of KMS.', 'The verifier asks for no other.'],
];

/** `docs/emulator-differences.md`, made of the conformance suite's own data. */
export function differencesDocument(): string {
  const rows = Object.entries(differences).map(
    ([name, { emulator, ministack, source }]) =>
      `| ${name} | ${emulator} | ${ministack} | [AWS](${source}) |`,
  );
  const uncarried = notCarried.map(
    ({ rows: names, ministack, source }) => `| ${names.join('; ')} | ${ministack} | [AWS](${source}) |`,
  );
  return `# Where emulators differ

\`npm run test:peers\` drives the emulator's AWS and [ministack](https://pypi.org/project/ministack/) with the same calls
(\`test/peers/kms-conformance.ts\`) and compares the answers. This page is written by \`node scripts/differences.mjs\` from the same data.

## The emulator and ministack

In each of these AWS's documentation is on the emulator's side.

| what | emulator | ministack 1.5.33 | source |
| --- | --- | --- | --- |
${rows.join('\n')}

## The IAM matrix and ministack

The verifier's decisions are held against what an IAM enforces: \`test/verify/matrix\` lists the situations, and
\`test/peers/matrix.test.ts\` tries them with \`AUTH=true\` as well. These of its rows ministack does not carry; on every
other one the verifier's decision is the expected one, and where there is one, the principal's own call bears it out.

| rows | ministack 1.5.33 | source |
| --- | --- | --- |
${uncarried.join('\n')}

Its simulation also answers for the first resource alone, who may ask for one is decided on \`*\` instead of on the
principal, and its CloudTrail names a caller by the access key: \`test/peers/verification.test.ts\` asks for one key at a
time, and leaves the history to the emulator.

## The emulator and AWS

| what | why |
| --- | --- |
${fromAws.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}
