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
