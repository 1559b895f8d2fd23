import type { KeyCheck } from '../check.ts';
import { fail, pass } from '../check.ts';
import { latestRecorded } from '../expectations.ts';
import { rotate } from '../remedy.ts';

export const latestVersion: KeyCheck<'latest_version'> = {
  id: 'latest_version',
  scope: 'key',
  depth: 'standard',
  proves: "Vault's distribution record has the key's latest version.",
  cannot_see: "Why the distribution of the version failed: Vault's server log has that.",
  why: 'After a rotation whose distribution failed, AWS is on the old version while Vault already has the new one.',
  calls: [],
  remedy: (target) =>
    [
      'Check that Vault reaches AWS, then rotate the key; the new version is distributed, and the alias moves to it. The version that is missing stays in Vault only:',
      rotate(target),
    ].join('\n'),
  cost: 'None: ciphertext of the versions in KMS stays readable.',
  page: 'https://developer.hashicorp.com/vault/docs/secrets/key-management',
  run: ({ expectation }) => {
    const recorded = latestRecorded(expectation)?.version ?? 0;
    if (recorded >= expectation.latest_version) return pass;
    return fail({
      expected: `version ${expectation.latest_version} distributed`,
      actual: recorded === 0 ? 'no version' : `version ${recorded}`,
      message: `${expectation.name}: the latest version is ${expectation.latest_version}, but the distribution record ends with ${recorded === 0 ? 'no version' : `version ${recorded}`}.`,
    });
  },
};
