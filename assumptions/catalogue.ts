/** A question about Vault that no public document answers, and the answer that this project takes for granted. */
export interface Assumption {
  readonly question: string;
  /** One of `answers`. */
  readonly default: string;
  /** Each plausible answer: what Vault does. */
  readonly answers: Readonly<Record<string, string>>;
  /** What depends on it, in this project. */
  readonly depends: string;
}

/** By id. The emulator answers each question either way (`--assume id=answer`); `npm run conformance` asks a real Vault. */
export const catalogue = {
  'second-distribution': {
    question: 'What happens to a second, identical `PUT kms/:kms/key/:key`?',
    default: 'rejected',
    answers: {
      rejected: '400; nothing changes',
      accepted: '204; nothing changes',
      renewed: '204; the key gets new KMS keys and another alias, and the first ones stay in KMS',
    },
    depends: '`apply` reads before it repeats a distribution whose answer was lost.',
  },
  'partial-distribution': {
    question: 'What is left of a distribution that AWS rejected partway?',
    default: 'hidden',
    answers: {
      hidden: 'the distribution does not exist; the same write continues with the KMS keys that exist',
      restarted: 'the distribution does not exist; the same write creates other KMS keys',
      visible: 'the distribution exists, with the versions that have a KMS key; the same write continues',
    },
    depends: '`apply`: a distribution that can be read, and has every version, is complete.',
  },
  'partial-removal': {
    question: 'What is left of a removal that AWS rejected partway?',
    default: 'kept',
    answers: {
      kept: 'the distribution still exists, and only the removal can be repeated',
      gone: 'the distribution no longer exists; KMS keys that are not scheduled for deletion stay in KMS',
    },
    depends: '`destroy` and `prune`: a removal that failed is repeated by the next run.',
  },
  'partial-failure-status': {
    question: 'With which status does Vault answer when AWS denies or rejects one of its calls?',
    default: '400',
    answers: { '400': '400, with the message of AWS', '500': '500, with the message of AWS' },
    depends: 'The error code of a failed step, and whether the write is retried.',
  },
  'rejection-status': {
    question: 'With which status does the engine reject a write?',
    default: '400',
    answers: { '400': '400', '500': '500, as Vault answers an error of a plugin' },
    depends: 'The error code of a failed step, and whether the write is retried.',
  },
  'rejection-words': {
    question: 'What does the message of a rejection say?',
    default: 'specific',
    answers: { specific: 'which object is rejected, and why', opaque: 'only that the request failed' },
    depends: 'Messages quote Vault. Only throttling by AWS is recognised by its words.',
  },
  'write-answer': {
    question: 'When does Vault answer a write that makes it call AWS?',
    default: 'complete',
    answers: { complete: 'when AWS has everything', early: 'at once; the calls follow' },
    depends: '`apply` and `rotate` read back what they wrote; `rotate` waits for the new version.',
  },
  'concurrent-write': {
    question: 'What happens to a write to a key while another one is under way?',
    default: 'waits',
    answers: { waits: 'it waits for the first one', rejected: '400' },
    depends: 'Two runs at the same time, and a write that is repeated after a time-out.',
  },
  'creation-fields': {
    question: 'What happens to `deletion_allowed` and `min_enabled_version` in the write that creates a key?',
    default: 'rejected',
    answers: {
      rejected: '400, and no key is created',
      ignored: 'the key is created without them',
      applied: 'the key is created with them',
    },
    depends: '`apply` creates a key with its type and regions alone, and writes other fields afterwards.',
  },
  'fresh-minimum': {
    question: 'What is `min_enabled_version` of a new key?',
    default: '1',
    answers: { '1': '1', '0': '0' },
    depends: '`apply` leaves out the second write when the declared value is that of a new key.',
  },
  'provider-update': {
    question: 'May a write to an existing provider repeat its `key_collection`?',
    default: 'accepted',
    answers: { accepted: 'yes, with the same value', rejected: 'no: 400' },
    depends: 'A write of credentials to an existing provider names only the provider and the credentials.',
  },
  'second-replication': {
    question: 'What happens to `PUT …/replicate` of a key that was replicated before?',
    default: 'accepted',
    answers: { accepted: '204; missing replicas are made', rejected: '400' },
    depends: '`apply` replicates again only when AWS shows that a replica is missing.',
  },
  'replica-rotation': {
    question: 'Is the new version of a replicated key replicated too?',
    default: 'replicated',
    answers: { replicated: 'yes', 'primary-only': 'no, only by another `PUT …/replicate`' },
    depends: '`verify` reports a missing replica, and `apply` plans to replicate.',
  },
  'missing-distribution': {
    question: 'How is a distribution read that does not exist?',
    default: '404',
    answers: { '404': '404', '400': '400' },
    depends:
      'Reading each key together with its distribution, and reading back a removal whose answer was lost.',
  },
  'empty-list': {
    question: 'How is a list without names answered?',
    default: '404',
    answers: { '404': '404, as in other engines', '200': '200, with an empty list' },
    depends: 'Every read of what a mount holds.',
  },
  'key-providers': {
    question: 'What does `LIST key/:key/kms` answer?',
    default: 'names',
    answers: {
      names: 'the names of the providers that hold the key',
      unsupported: '405: there is no such list',
    },
    depends: '`apply` finds out which provider holds a key that is not where it is declared.',
  },
  'purpose-form': {
    question: 'In which form is `purpose` returned?',
    default: 'sorted',
    answers: {
      sorted: 'one string, sorted: `decrypt,encrypt`',
      unsorted: 'one string, in another order: `encrypt,decrypt`',
      list: 'a list',
      capitals: 'one string, capitalised: `Decrypt,Encrypt`',
    },
    depends: 'The comparison of a distribution with the manifest.',
  },
  'listed-versions': {
    question: 'Which versions does a key list when `min_enabled_version` is raised?',
    default: 'enabled',
    answers: { enabled: 'the enabled ones', all: 'all' },
    depends: '`rotate_after` and `retire_after` read when versions were created.',
  },
  'recorded-versions': {
    question: 'Which versions does a distribution record when `min_enabled_version` is raised?',
    default: 'all',
    answers: { all: 'all', enabled: 'the enabled ones' },
    depends: '`verify` checks the KMS key of each recorded version, disabled ones included.',
  },
  'alias-time': {
    question: 'Which time is in the alias `alias/hashicorp/<key>-<unix time>`?',
    default: 'distribution',
    answers: { distribution: 'that of the distribution', 'key-creation': 'that of the key' },
    depends: 'The check `alias_form`.',
  },
  'kms-tags': {
    question: 'Which tags do the KMS keys have?',
    default: 'name-and-version',
    answers: {
      'name-and-version': '`vault-key-name` and `vault-key-version`',
      none: 'none',
    },
    depends: 'Only the emulator: nothing reads these tags.',
  },
  'deletion-window': {
    question: 'With which waiting period does Vault schedule a deletion?',
    default: '30',
    answers: { '30': '30 days, the default of AWS', '7': '7 days, the shortest' },
    depends: 'Permission decisions about policies with `kms:ScheduleKeyDeletionPendingWindowInDays`.',
  },
  'material-expiry': {
    question: 'Does the imported key material expire?',
    default: 'never',
    answers: { never: 'no', year: 'after about a year' },
    depends: 'Permission decisions about policies with `kms:ExpirationModel`, and the check `expiry`.',
  },
  'key-policy': {
    question: 'With which key policy does Vault create keys?',
    default: 'default',
    answers: { default: 'with the default one of AWS', own: 'with one of its own' },
    depends: 'Permission decisions for keys that do not exist yet, and the check `key_policy`.',
  },
  'key-naming': {
    question: 'How does Vault name keys in the AWS requests that take an alias too?',
    default: 'id',
    answers: { id: 'by their id', alias: 'by their alias' },
    depends: 'Permission decisions about policies with `kms:RequestAlias`.',
  },
  'alias-order': {
    question: 'When does Vault point the alias at a new KMS key?',
    default: 'after-import',
    answers: { 'after-import': 'after it has imported the material', 'before-import': 'before' },
    depends: 'Permission decisions about policies with `kms:ResourceAliases`.',
  },
  'replica-alias': {
    question: 'In which regions does a replicated key have an alias?',
    default: 'primary',
    answers: { primary: 'in the primary region', every: 'in every region' },
    depends: 'Permission decisions about aliases in replica regions; the check `alias_single`.',
  },
} as const satisfies Readonly<Record<string, Assumption>>;

export type AssumptionId = keyof typeof catalogue;

/** One answer to each question. */
export type Answers = {
  readonly [Id in AssumptionId]: keyof (typeof catalogue)[Id]['answers'];
};

export const assumptionIds = Object.keys(catalogue) as AssumptionId[];

/** What this project takes for granted. */
export const defaultAnswers = Object.fromEntries(
  assumptionIds.map((id) => [id, catalogue[id].default]),
) as Answers;

/** The default answers with some replaced by `id=answer`, or what is wrong with each of these texts. */
export function answersWith(
  turned: readonly string[],
): { readonly answers: Answers } | { readonly problems: readonly string[] } {
  const problems = turned.flatMap((text) => problemWith(text) ?? []);
  if (problems.length > 0) return { problems };
  return { answers: { ...defaultAnswers, ...Object.fromEntries(turned.map((text) => text.split('='))) } };
}

function problemWith(text: string): string | null {
  const [id = '', answer = ''] = text.split('=');
  if (!Object.hasOwn(catalogue, id)) return `"${text}" names no assumption: docs/assumptions.md lists them`;
  const answers = Object.keys(catalogue[id as AssumptionId].answers);
  return answers.includes(answer) ? null : `"${text}": the answers are ${answers.join(', ')}`;
}
