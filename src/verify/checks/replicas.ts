import { showFailure } from '../../model/evidence.ts';
import type { CheckResult, VersionCheck, VersionSubject } from '../check.ts';
import { fail, indeterminate, pass, skip, versionName } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';
import { findEvents, onKey, replicate, shellWord } from '../remedy.ts';

export const replicas: VersionCheck<'replicas'> = {
  id: 'replicas',
  scope: 'version',
  depth: 'standard',
  proves:
    'Each declared replica region has the replica with its material, and no other region has one. A replica passes the checks of state, origin, spec, usage, expiry and deletion on its own, and with `depth: full` those of its key policy.',
  cannot_see:
    'Replicas at the depth `standard` have their key policy unread; aliases in replica regions are not compared.',
  why: 'A replica of imported material needs its own import; until then it cannot be used.',
  calls: ['kms:DescribeKey'],
  remedy: (target) =>
    [
      'Replicate the distribution again; that adds a replica that is missing, and removes nothing:',
      replicate(target),
      'A replica that had its material and lost it decrypts only with the same material, imported again into it; Vault documents no request that does so. Until then use the other regions: the same ciphertext decrypts there. Do not remove the distribution for it.',
    ].join('\n'),
  cost: 'None: the same ciphertext decrypts in the other regions meanwhile.',
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-replicate.html',
  run: (subject) => {
    // A key that is not a primary has no replicas: `multi_region` reports it.
    if (subject.key.multi_region?.type !== 'PRIMARY') return skip;
    const results = [
      ...subject.expectation.replica_regions.map((region) => evaluateReplica(subject, region)),
      undeclared(subject),
    ];
    return (
      results.find(({ status }) => status === 'fail') ??
      results.find(({ status }) => status === 'indeterminate') ??
      pass
    );
  },
};

function evaluateReplica(subject: VersionSubject, region: string): CheckResult {
  const evidence = subject.evidence.replicas[region];
  const name = versionName(subject);
  if (evidence === undefined || !evidence.ok) {
    const failure = evidence?.failure;
    if (failure?.cause === 'not_found')
      return fail({
        expected: `a replica in ${region}`,
        actual: 'none',
        message: `${name}: KMS in ${region} has no replica of ${subject.key.arn}.`,
      });
    return indeterminate({
      expected: `a replica in ${region}`,
      actual: failure?.code ?? 'not read',
      message: `${name}: the replica in ${region} could not be read${failure ? ` (${showFailure(failure)})` : ''}.`,
      ...(failure ? { remedy: failureRemedy(failure) } : {}),
    });
  }
  const { key_state, multi_region, arn } = evidence.value;
  if (key_state === 'PendingImport')
    return fail({
      expected: `a replica in ${region} with its material`,
      actual: 'PendingImport',
      message: `${name}: the replica ${arn} has no key material.`,
    });
  if (multi_region?.type !== 'REPLICA')
    return fail({
      expected: `a REPLICA in ${region}`,
      actual: multi_region?.type ?? 'single-region',
      message: `${name}: the KMS key ${arn} is not a replica.`,
    });
  return pass;
}

/** Replicas that the primary knows and nobody declared. `multi_region` reports them where no region is declared. */
function undeclared(subject: VersionSubject): CheckResult {
  const { expectation, key } = subject;
  const declared = expectation.replica_regions;
  const extra = (key.multi_region?.replica_regions ?? []).filter((region) => !declared.includes(region));
  if (declared.length === 0 || extra.length === 0) return skip;
  return fail({
    expected: `replicas in ${declared.join(', ')}`,
    actual: `also in ${extra.join(', ')}`,
    message: `${versionName(subject)}: the KMS key ${key.arn} also has a replica in ${extra.join(', ')}, which Vault does not declare: a client that may use that replica decrypts what this key encrypts.`,
    remedy: (target) =>
      [
        'Find who replicated it (ReplicateKey), and who uses the replica:',
        findEvents(target),
        'Disable the replica, and wait: a client that still needs it fails with DisabledException, and enabling it brings everything back. The other regions are not affected:',
        ...extra.map((region) => onKey('disable-key', { ...target, region: shellWord(region) })),
      ].join('\n'),
  });
}
