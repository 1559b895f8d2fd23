import { showFailure } from '../../model/evidence.ts';
import type { KeyCheck } from '../check.ts';
import { fail, indeterminate, pass, skip } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';

export const aliasExists: KeyCheck<'alias_exists'> = {
  id: 'alias_exists',
  scope: 'key',
  depth: 'standard',
  proves: "The distribution's alias is in the region.",
  cannot_see: 'Which key applications use, if they use its id.',
  why: 'Applications use the alias; without it they find no key.',
  calls: ['kms:ListAliases'],
  remedy: (target) =>
    [
      'Create the alias again for the latest version; Vault moves it at the next rotation:',
      `aws kms create-alias --region ${target.region} --alias-name ${target.alias} --target-key-id ${target.latest_key_id}`,
    ].join('\n'),
  cost: 'None: ciphertext names its KMS key, not the alias.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
  run: ({ expectation, aliases, latest, context }) => {
    const { name, alias } = expectation;
    if (!aliases.ok)
      return indeterminate({
        expected: alias,
        actual: aliases.failure.code,
        message: `${name}: the aliases of ${context.region} could not be listed (${showFailure(aliases.failure)}).`,
        remedy: failureRemedy(aliases.failure),
      });
    if (aliases.value.byName.has(alias)) return pass;
    // An alias is deleted with its key: `exists` names the cause.
    if (latest !== null && !latest.ok && latest.failure.cause === 'not_found') return skip;
    return fail({
      expected: alias,
      actual: 'no such alias',
      message: `${name}: there is no ${alias} in ${context.region}.`,
    });
  },
};
