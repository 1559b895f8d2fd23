import type { KeyCheck } from '../check.ts';
import { fail, pass } from '../check.ts';
import { latestRecorded } from '../expectations.ts';

export const latestVersion: KeyCheck<'latest_version'> = {
  id: 'latest_version',
  scope: 'key',
  depth: 'standard',
  proves: "Vault's distribution record has the key's latest version.",
  why: 'After a rotation whose distribution failed, AWS is on the old version while Vault already has the new one.',
  calls: [],
  remedy: 'Distribute the key again, or rotate it once Vault reaches AWS.',
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
