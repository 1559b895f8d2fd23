import type { CheckDoc } from '../check.ts';

export const distributed = {
  id: 'distributed',
  scope: 'key',
  depth: 'standard',
  proves: 'Vault has distributed each declared key to its provider.',
  why: 'A key that is only declared has no copy in AWS to check.',
  calls: [],
  remedy: 'Run `apply`.',
} satisfies CheckDoc;

export const unchecked = {
  id: 'unchecked',
  scope: 'region',
  depth: 'standard',
  proves:
    'Lists the keys and providers that Vault has beside the declared ones and that the run did not check; it does not change the status.',
  why: 'A report that passes covers only the keys that it names.',
  calls: [],
  remedy: 'Declare the keys, or verify with an event that reads everything from Vault.',
} satisfies CheckDoc;

export const noKeys = {
  id: 'no_keys',
  scope: 'region',
  depth: 'standard',
  proves: 'There is at least one key to check in the region and on each provider that was named.',
  why: 'A run that checks no key proves nothing: the region, the mount or the provider may be the wrong one.',
  calls: [],
  remedy:
    "Compare the region with the provider's `key_collection`, and the mount, namespace and provider with Vault; then distribute a key, or leave the region out.",
} satisfies CheckDoc;

export const minKeys = {
  id: 'min_keys',
  scope: 'region',
  depth: 'standard',
  proves: 'The run checks at least `min_keys` keys, where that is set.',
  why: "A key that is missing in Vault's list has no finding of its own.",
  calls: [],
  remedy:
    "Find out which key is missing, and who removed it: Vault's audit log has the request. Distribute it again, or lower `min_keys`.",
} satisfies CheckDoc;

export const outOfTime = {
  id: 'out_of_time',
  scope: 'run',
  depth: 'standard',
  proves: 'The time of the run was enough for every key and for the permissions.',
  why: 'What was requested and not reached is not established.',
  calls: [],
  remedy:
    "Call again with the report's `next`, which continues where this run stopped; or raise the function's timeout, or the action's `timeout`.",
} satisfies CheckDoc;

export const notChecked = {
  id: 'not_checked',
  scope: 'run',
  depth: 'standard',
  proves: 'Every batch of a fleet’s target was checked.',
  why: 'The report of a target is incomplete without the batch that failed.',
  calls: [],
  remedy: "Read the function's log, and run the check again.",
} satisfies CheckDoc;

export const permissionSetsNotice = {
  id: 'permission_sets',
  scope: 'run',
  depth: 'standard',
  proves:
    'Lists the actions that keymgmt needs and the requested permission sets lack; it does not change the status.',
  why: "The nine actions of Terraform's documentation are not enough to import key material.",
  calls: [],
  remedy: 'Check the set `vault` as well.',
} satisfies CheckDoc;

export const shortened = {
  id: 'shortened',
  scope: 'run',
  depth: 'standard',
  proves: 'Says that a report was cut to fit the size limit of its carrier; it does not change the status.',
  why: 'Lambda and Step Functions limit the size of an answer. The summary counts every key.',
  calls: [],
  remedy: 'Check fewer keys at a time, or raise `max_report_bytes` where the carrier takes more.',
} satisfies CheckDoc;
