import { milliseconds } from '../../model/duration.ts';
import type { KeyCheck } from '../check.ts';
import { fail, indeterminate, pass, skip } from '../check.ts';
import { rotate } from '../remedy.ts';

export const keyAge: KeyCheck<'key_age'> = {
  id: 'key_age',
  scope: 'key',
  depth: 'standard',
  proves: 'The latest version is not older than `rotate_after`, where that is declared.',
  cannot_see: 'Data that is still encrypted with older versions.',
  why: 'A key has a cryptoperiod, after which it should not protect new data. KMS rotates no imported material; `rotate` does, when it runs.',
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      'Rotate the key, by `command: rotate` on a schedule or by hand; the alias moves to the new version, and the old ones keep decrypting:',
      rotate(target),
    ].join('\n'),
  cost: 'None: ciphertext of the older versions stays readable.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys.html',
  run: ({ expectation, latest, context }) => {
    const { name, rotate_after, latest_version, latest_version_time } = expectation;
    if (rotate_after === undefined) return skip;
    const period = milliseconds(rotate_after);
    const inVault = latest_version_time ?? null;
    // A version is at least as old as its KMS key.
    const since = inVault ?? (latest?.ok ? latest.value.creation_date : null);
    const age = since === null ? null : Date.parse(context.now) - Date.parse(since);
    if (since !== null && age !== null && age > period)
      return fail({
        expected: `rotated within ${rotate_after}`,
        actual: `created on ${since}`,
        message: `${name}: version ${latest_version} is from ${since}, and rotate_after is ${rotate_after}.`,
      });
    if (inVault !== null) return pass;
    // `exists` reports a KMS key that could not be read.
    if (latest?.ok === false) return skip;
    return indeterminate({
      expected: `rotated within ${rotate_after}`,
      actual: 'age unknown',
      message: `${name}: the creation time of version ${latest_version} in Vault is not known, so its age is not either.`,
      remedy: 'Give `latest_version_time` in the event, or read the keys from Vault.',
    });
  },
};
