import type { KeyCheck } from '../check.ts';
import { fail, pass, skip } from '../check.ts';
import { shellWord } from '../remedy.ts';

export const aliasSingle: KeyCheck<'alias_single'> = {
  id: 'alias_single',
  scope: 'key',
  depth: 'standard',
  proves: "No second alias under `alias/hashicorp/` points at one of this key's versions.",
  cannot_see: 'Aliases outside `alias/hashicorp/`.',
  why: 'Vault keeps one alias per distribution. It does not move a second one at a rotation, so applications that use it stay on an old version.',
  calls: ['kms:ListAliases'],
  remedy: ({ region }) => removal(region, ['<second alias>']),
  cost: 'Applications that use the second alias fail until they use the right one.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
  run: ({ expectation, aliases }) => {
    if (!aliases.ok) return skip;
    const { byName, byTarget } = aliases.value;
    const others = [...new Set(Object.values(expectation.versions))]
      .flatMap((id) => byTarget.get(id) ?? [])
      .filter(({ name }) => name !== expectation.alias && name.startsWith('alias/hashicorp/'));
    // Without the declared alias, the other one is not a second alias: `alias_exists` names the cause.
    if (others.length === 0 || !byName.has(expectation.alias)) return pass;
    const names = others.map(({ name }) => name).join(', ');
    return fail({
      expected: expectation.alias,
      actual: names,
      remedy: ({ region }) =>
        removal(
          region,
          others.map(({ name }) => shellWord(name)),
        ),
      message: `${expectation.name}: ${names} points at a version of this key, beside ${expectation.alias}.`,
    });
  },
};

function removal(region: string, aliases: readonly string[]): string {
  return [
    'Find who created the second alias and who uses it: applications that use it fail as soon as it is deleted. Ciphertext is not affected. Then delete it:',
    ...aliases.map((alias) => `aws kms delete-alias --region ${region} --alias-name ${alias}`),
  ].join('\n');
}
