import type { KeyCheck } from '../check.ts';
import { fail, pass } from '../check.ts';
import { readDistribution } from '../remedy.ts';

export const distinctKeys: KeyCheck<'distinct_keys'> = {
  id: 'distinct_keys',
  scope: 'key',
  depth: 'standard',
  proves: 'Each version has a KMS key of its own.',
  cannot_see: 'Whether another key of Vault names the same KMS key.',
  why: 'Vault imports each version into a KMS key of its own, so a record with one KMS key for two versions is wrong about one of them.',
  calls: [],
  remedy: (target) =>
    [
      "Compare with Vault's record; if it is the same there, ask HashiCorp's support:",
      readDistribution(target),
      'Do not remove the distribution: that schedules the deletion of a KMS key that two versions need.',
    ].join('\n'),
  cost: 'None.',
  page: 'https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms',
  run: ({ expectation: { name, versions } }) => {
    const byKey = new Map<string, string[]>();
    for (const [version, id] of Object.entries(versions)) byKey.set(id, [...(byKey.get(id) ?? []), version]);
    const shared = [...byKey].filter(([, owners]) => owners.length > 1);
    if (shared.length === 0) return pass;
    const list = shared.map(([id, owners]) => `${id} for versions ${owners.join(', ')}`).join('; ');
    return fail({
      expected: 'one KMS key per version',
      actual: list,
      message: `${name}: the distribution record names one KMS key for several versions: ${list}.`,
    });
  },
};
