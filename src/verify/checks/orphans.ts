import type { KmsAlias } from '../../model/evidence.ts';
import type { Expectation } from '../../model/expectation.ts';
import type { Orphan } from '../../model/report.ts';
import type { CheckDoc } from '../check.ts';
import { findEvents, onKey, type RemedyTarget } from '../remedy.ts';

/** An orphan may still be in use: it is disabled first, which can be undone. */
function retire(owner: string): (target: RemedyTarget) => string {
  return (target) =>
    [
      `${owner} Find out who uses it, and when it was used last:`,
      onKey('get-key-last-usage', target),
      findEvents(target),
      'Disable it first, and wait: a client that still needs it fails with DisabledException, and enabling it brings everything back. Do not delete it before: what it encrypted is lost with it.',
      onKey('disable-key', target),
    ].join('\n');
}

export const orphan = {
  id: 'orphan',
  scope: 'region',
  depth: 'standard',
  proves:
    'Lists the aliases `alias/hashicorp/…` that belong to no checked distribution; it does not change the status.',
  cannot_see: 'Keys whose alias was deleted: `orphan_key` lists these.',
  why: 'A KMS key that Vault no longer knows costs money, and may still be in use.',
  calls: ['kms:ListAliases'],
  remedy: retire('Another Vault cluster or mount may own it.'),
  cost: 'Disabling stops every use until the key is enabled again.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-determining-usage.html',
} satisfies CheckDoc;

export const orphanKey = {
  id: 'orphan_key',
  scope: 'region',
  depth: 'full',
  proves:
    'Lists the KMS keys of Origin EXTERNAL without an alias that belong to no checked distribution, with their material or waiting for it, where the run checked everything that Vault has; it does not change the status.',
  cannot_see: 'Keys with an alias, and what is beyond the first 1,000 unknown keys.',
  why: 'When a distribution is lost, the KMS keys of its older versions stay: they cost money, and can still decrypt. When Vault asks KMS twice for a key because an answer was lost, the first one stays and waits for its material. The check makes one ListKeys request per 1,000 keys of the region, and one DescribeKey for each unknown key without an alias, at most 1,000.',
  calls: ['kms:ListKeys', 'kms:ListAliases', 'kms:DescribeKey'],
  remedy: retire('Another Vault cluster, mount or program may have created it; its tags may say so.'),
  cost: 'Disabling stops every use until the key is enabled again. A key that never had material has encrypted nothing.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-determining-usage.html',
} satisfies CheckDoc;

/** The aliases under Vault's prefix that belong to none of the distributions. */
export function orphansOf(aliases: readonly KmsAlias[], expectations: readonly Expectation[]): Orphan[] {
  const known = new Set(expectations.map(({ alias }) => alias));
  const keys = new Set(expectations.flatMap(({ versions }) => Object.values(versions)));
  return aliases
    .filter(({ name }) => name.startsWith('alias/hashicorp/') && !known.has(name))
    .filter(({ target_key_id }) => target_key_id === null || !keys.has(target_key_id))
    .map(({ name, target_key_id }) => ({ alias: name, key_id: target_key_id }));
}
