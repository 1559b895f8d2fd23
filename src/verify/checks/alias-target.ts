import type { KeyCheck } from '../check.ts';
import { fail, pass, skip } from '../check.ts';
import { latestRecorded } from '../expectations.ts';

export const aliasTarget: KeyCheck<'alias_target'> = {
  id: 'alias_target',
  scope: 'key',
  depth: 'standard',
  proves: 'The alias points at the KMS key of the latest version.',
  cannot_see: 'What was encrypted with the other key meanwhile.',
  why: 'Applications that use the alias continue with an old version, or with a key that is not Vault’s.',
  calls: ['kms:ListAliases'],
  remedy: (target) =>
    [
      'Keep the key that the alias points at now: what was encrypted with the alias meanwhile decrypts with that key alone. Then point the alias at the latest version:',
      `aws kms update-alias --region ${target.region} --alias-name ${target.alias} --target-key-id ${target.latest_key_id}`,
    ].join('\n'),
  cost: 'None, as long as the other key is kept.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
  run: ({ expectation, aliases, latest }) => {
    const { name, alias, versions } = expectation;
    const entry = aliases.ok ? aliases.value.byName.get(alias) : undefined;
    const expected = latestRecorded(expectation);
    if (entry === undefined || expected === null) return skip;
    if (entry.target_key_id === expected.key_id) return pass;
    // It cannot point at a key that does not exist: `exists` reports the cause.
    if (latest !== null && !latest.ok && latest.failure.cause === 'not_found') return skip;
    const version = Object.keys(versions).find((key) => versions[key] === entry.target_key_id);
    const actual = entry.target_key_id ?? 'nothing';
    return fail({
      expected: expected.key_id,
      actual,
      message: `${name}: ${alias} points at ${actual} (${
        version === undefined ? 'no version of this key' : `version ${version}`
      }), not at version ${expected.version}${entry.updated === null ? '' : `; it was last moved on ${entry.updated}`}.`,
    });
  },
};
