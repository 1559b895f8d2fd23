import type { KeyCheck } from '../check.ts';
import { fail, pass } from '../check.ts';
import { readDistribution } from '../remedy.ts';

/** Seconds that the time of the distribution and the time in its alias may differ. */
const tolerance = 300;

export const aliasForm: KeyCheck<'alias_form'> = {
  id: 'alias_form',
  scope: 'key',
  depth: 'standard',
  proves:
    'The alias has the documented form `alias/hashicorp/<key>-<unix time>`, and its time is that of the distribution.',
  cannot_see: 'Who uses the alias.',
  why: 'Vault did not create an alias of another form, and does not move it at a rotation.',
  calls: [],
  remedy: (target) =>
    [
      "Compare it with Vault's record: the alias is `alias/hashicorp/` followed by its `name`:",
      readDistribution(target),
    ].join('\n'),
  cost: 'None.',
  page: 'https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms',
  run: ({ expectation: { name, alias, distribution_time } }) => {
    const expected = `alias/hashicorp/${name}-<unix time>`;
    // The key's name may hold dashes and digits itself: the time is what follows the last dash.
    const dash = alias.lastIndexOf('-');
    const time = alias.slice(dash + 1);
    if (alias.slice(0, dash) !== `alias/hashicorp/${name}` || !/^\d{10,}$/.test(time))
      return fail({
        expected,
        actual: alias,
        message: `${name}: the alias ${alias} does not have the form ${expected}.`,
      });
    if (distribution_time === null) return pass;
    const distributed = Date.parse(distribution_time) / 1000;
    if (Math.abs(distributed - Number(time)) <= tolerance) return pass;
    return fail({
      expected: `alias/hashicorp/${name}-${Math.floor(distributed)}`,
      actual: alias,
      message: `${name}: the time in the alias ${alias} is not that of the distribution, ${distribution_time}.`,
    });
  },
};
