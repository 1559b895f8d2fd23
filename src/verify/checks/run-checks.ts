import type { CheckDoc } from '../check.ts';

export const distributed = {
  id: 'distributed',
  scope: 'key',
  depth: 'standard',
  proves: 'Vault has distributed each declared key to its provider.',
  cannot_see: 'Why the distribution is missing.',
  why: 'A key that is only declared has no copy in AWS to check.',
  calls: [],
  remedy: () => 'Run `apply`.',
  cost: 'None.',
  page: 'https://developer.hashicorp.com/vault/docs/secrets/key-management',
} satisfies CheckDoc;

export const unchecked = {
  id: 'unchecked',
  scope: 'region',
  depth: 'standard',
  proves:
    'Lists the keys and providers that Vault has beside the declared ones and that the run did not check; it does not change the status.',
  cannot_see: 'The keys on providers of other mounts.',
  why: 'A report that passes covers only the keys that it names.',
  calls: [],
  remedy: () => 'Declare the keys, or verify with an event that reads everything from Vault.',
  cost: 'None.',
  page: 'https://developer.hashicorp.com/vault/docs/secrets/key-management',
} satisfies CheckDoc;

export const noKeys = {
  id: 'no_keys',
  scope: 'region',
  depth: 'standard',
  proves: 'There is at least one key to check in the region and on each provider that was named.',
  cannot_see: 'How many keys there should be: `min_keys` says so.',
  why: 'A run that checks no key proves nothing: the region, the mount or the provider may be the wrong one.',
  calls: [],
  remedy: () =>
    "Compare the region with the provider's `key_collection`, and the mount, namespace and provider with Vault; then distribute a key, or leave the region out.",
  cost: 'None.',
  page: 'https://developer.hashicorp.com/vault/docs/secrets/key-management',
} satisfies CheckDoc;

export const minKeys = {
  id: 'min_keys',
  scope: 'region',
  depth: 'standard',
  proves: 'The run checks at least `min_keys` keys, where that is set.',
  cannot_see: 'Which key is missing.',
  why: "A key that is missing in Vault's list has no finding of its own.",
  calls: [],
  remedy: () =>
    "Find out which key is missing, and who removed it: Vault's audit log has the request. Distribute it again, or lower `min_keys`.",
  cost: 'None.',
  page: 'https://developer.hashicorp.com/vault/docs/secrets/key-management',
} satisfies CheckDoc;

export const outOfTime = {
  id: 'out_of_time',
  scope: 'run',
  depth: 'standard',
  proves: 'The time of the run was enough for every key and for the permissions.',
  cannot_see: 'Which call was slow: the log of the function has that.',
  why: 'A key or permission that was requested and not reached is inconclusive.',
  calls: [],
  remedy: () =>
    "Call again with the report's `next`, which continues where this run stopped; or raise the function's timeout, or the action's `timeout`.",
  cost: 'None.',
  page: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
} satisfies CheckDoc;

export const notChecked = {
  id: 'not_checked',
  scope: 'run',
  depth: 'standard',
  proves: 'Every batch of a fleet’s target was checked.',
  cannot_see: 'The keys of the batch.',
  why: 'The report of a target is incomplete without the batch that failed.',
  calls: [],
  remedy: () => "Read the function's log, and run the check again.",
  cost: 'None.',
  page: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html',
} satisfies CheckDoc;

export const permissionSetsNotice = {
  id: 'permission_sets',
  scope: 'run',
  depth: 'standard',
  proves:
    'Lists the actions that keymgmt needs and the requested permission sets lack; it does not change the status.',
  cannot_see: 'Actions beyond the permission sets.',
  why: "The nine actions of Terraform's documentation are not enough to import key material.",
  calls: [],
  remedy: () => 'Check the set `vault` as well.',
  cost: 'None.',
  page: 'https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms',
} satisfies CheckDoc;

export const baselineNotice = {
  id: 'baseline',
  scope: 'run',
  depth: 'standard',
  proves: 'Says why a report was not compared with an earlier one; it does not change the status.',
  cannot_see: 'What changed.',
  why: 'A comparison that is missing must not look like one without changes.',
  calls: [],
  remedy: () => 'Name a whole report of this tool that the verifier may read.',
  cost: 'None.',
  page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html',
} satisfies CheckDoc;

export const exceptionNotice = {
  id: 'exceptions',
  scope: 'run',
  depth: 'standard',
  proves:
    'Says which exceptions have expired, expire within two weeks, or match no finding any more; it does not change the status.',
  cannot_see: 'Whether the reason for an exception still holds.',
  why: 'An accepted finding counts again on the day on which its exception expires, so that nothing is accepted for ever.',
  calls: [],
  remedy: () =>
    'Solve the finding, or have its owner set a later `expires`; remove an exception that matches nothing.',
  cost: 'None.',
  page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/finding-workflow-status.html',
} satisfies CheckDoc;

export const shortened = {
  id: 'shortened',
  scope: 'run',
  depth: 'standard',
  proves: 'Says that a report was cut to fit the size limit of its carrier; it does not change the status.',
  cannot_see: 'The findings that were left out.',
  why: 'Lambda and Step Functions limit the size of an answer. The summary counts every key.',
  calls: [],
  remedy: () => 'Check fewer keys at a time, or raise `max_report_bytes` where the carrier takes more.',
  cost: 'None.',
  page: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
} satisfies CheckDoc;
