import type { KmsAlias } from '../../model/evidence.ts';
import type { Expectation } from '../../model/expectation.ts';
import type { Orphan } from '../../model/report.ts';
import type { CheckDoc } from '../check.ts';

export const orphan = {
  id: 'orphan',
  scope: 'region',
  depth: 'standard',
  proves:
    'Lists the aliases `alias/hashicorp/…` that belong to no checked distribution; it does not change the status.',
  why: 'A KMS key that Vault no longer knows costs money, and may still be in use.',
  calls: ['kms:ListAliases'],
  remedy:
    'Check whether another Vault cluster or mount owns it. If none does, schedule the deletion of its KMS key.',
} satisfies CheckDoc;

export const orphanKey = {
  id: 'orphan_key',
  scope: 'region',
  depth: 'full',
  proves:
    'Lists the KMS keys with imported material and without an alias that belong to no checked distribution, where the run checked everything that Vault has; it does not change the status.',
  why: 'When a distribution is lost, the KMS keys of its older versions stay: they cost money, and can still decrypt. The check makes one ListKeys request per 1,000 keys of the region, and one DescribeKey for each unknown key without an alias, at most 1,000.',
  calls: ['kms:ListKeys', 'kms:ListAliases', 'kms:DescribeKey'],
  remedy:
    'Check whether another Vault cluster, mount or program created the KMS key. If none did, schedule its deletion.',
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
