import type { VersionCheck } from '../check.ts';
import { fail, pass, skip, versionName } from '../check.ts';
import { keepKey, moveData } from '../move-data.ts';
import { findEvents, staysOnRecord } from '../remedy.ts';

/** Milliseconds that a KMS key may be older than the distribution that it is part of: a distribution takes minutes. */
const tolerance = 86_400_000;

export const creationDate: VersionCheck<'creation_date'> = {
  id: 'creation_date',
  scope: 'version',
  depth: 'standard',
  proves: 'The KMS key was created by the distribution or after it, not before.',
  cannot_see: 'Who created a KMS key that is younger than the distribution.',
  why: 'Vault creates a new KMS key for each version that it distributes. An older one is not the key that Vault created.',
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      keepKey(target),
      moveData(target),
      staysOnRecord,
      'Find who created this KMS key:',
      findEvents(target),
    ].join('\n'),
  cost: 'Data that is not encrypted again stays readable as long as this KMS key exists, and no longer.',
  page: 'https://developer.hashicorp.com/vault/docs/secrets/key-management/awskms',
  run: (subject) => {
    const { distribution_time } = subject.expectation;
    const { creation_date, arn } = subject.key;
    if (distribution_time === null || creation_date === null) return skip;
    if (Date.parse(creation_date) >= Date.parse(distribution_time) - tolerance) return pass;
    return fail({
      expected: `created on ${distribution_time} or later`,
      actual: creation_date,
      message: `${versionName(subject)}: the KMS key ${arn} was created on ${creation_date}, before its distribution on ${distribution_time}.`,
    });
  },
};
