import { showFailure } from '../../model/evidence.ts';
import type { Expectation } from '../../model/expectation.ts';
import type { CanaryReport, KeyReport, ReportNotice } from '../../model/report.ts';
import type { CheckResult, VersionCheck, VersionSubject } from '../check.ts';
import { fail, indeterminate, noticeFrom, pass, skip, versionName } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';
import { encrypts, keepKey } from '../move-data.ts';
import { findEvents } from '../remedy.ts';
import { canaryText, isSignedBy } from '../use-canary.ts';
import { publicKey } from './public-key.ts';

/** KMS's answers to a ciphertext that the material of this KMS key did not make. */
const unreadable = ['InvalidCiphertextException', 'IncorrectKeyException'];

export const canary: VersionCheck<'canary'> = {
  id: 'canary',
  scope: 'version',
  depth: 'standard',
  opt_in: true,
  proves:
    'With `canary: true`: the KMS key decrypts what it encrypted in an earlier run. For an asymmetric key, the private key in KMS belongs to the public key in Vault.',
  cannot_see:
    'Other data. A canary that was made in this run shows nothing yet (a notice). A use of the key for its canary is on record as its last use.',
  why: 'No description of a key proves that data encrypted with it can be decrypted; only decryption does.',
  calls: ['kms:Decrypt', 'kms:Encrypt', 'kms:Sign'],
  remedy: (target) =>
    [
      encrypts(target.kind)
        ? 'Data of this KMS key may be unreadable, or the earlier report was changed. Test with data of your own, and compare the report with the archived one.'
        : "What this KMS key signs may not verify with Vault's public key. Test with a signature of your own.",
      keepKey(target),
      'Find what was done to the key:',
      findEvents(target),
    ].join('\n'),
  cost: 'Nothing is changed.',
  page: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html',
  run: (subject) => {
    const { evidence, key, expectation, version } = subject;
    // `public_key` reports another key pair.
    if (evidence.canary === undefined || publicKey.run(subject).status === 'fail') return skip;
    const { use, answer } = evidence.canary;
    if (!answer.ok && use === 'decrypt' && unreadable.includes(answer.failure.code))
      return notReadable(subject, `KMS cannot decrypt it (${showFailure(answer.failure)})`);
    if (!answer.ok)
      return indeterminate({
        expected: 'a use of the KMS key',
        actual: answer.failure.code,
        message: `${versionName(subject)}: the KMS key ${key.arn} could not be used for its canary (${showFailure(answer.failure)}).`,
        remedy: failureRemedy(answer.failure),
      });
    // `canaryNotices` counts those that were made.
    if (use === 'encrypt') return skip;
    if (use === 'decrypt')
      return answer.value === canaryText(key.key_id)
        ? pass
        : notReadable(subject, 'KMS decrypts it to another text');
    const pem = expectation.public_keys[String(version)];
    if (pem !== undefined && isSignedBy(pem, key.key_spec, key.key_id, answer.value)) return pass;
    return fail({
      expected: "a signature that verifies with Vault's public key",
      actual: 'another signature',
      message: `${versionName(subject)}: the signature of the KMS key ${key.arn} does not verify with Vault's public key.`,
    });
  },
};

function notReadable(subject: VersionSubject, found: string): CheckResult {
  const { expectation, version, key } = subject;
  const made = expectation.canaries?.[String(version)]?.made_at;
  const which = made === undefined ? "what Vault's public key encrypted" : `the canary of ${made}`;
  return fail({
    expected: 'the text that was encrypted',
    actual: found,
    message: `${versionName(subject)}: ${which} is not readable with the KMS key ${key.arn}: ${found}.`,
  });
}

/** What is said once about the canaries that were made in this run. */
export function canaryNotices(region: string, keys: readonly KeyReport[]): ReportNotice[] {
  const versions = keys.flatMap((key) => key.versions);
  const made = versions.filter((version) => version.canary?.result === 'made').length;
  if (made === 0) return [];
  const which = made === 1 ? 'canary of one KMS key was' : `canaries of ${made} KMS keys were`;
  const message = `The ${which} made in this run, which shows nothing yet. The next run decrypts what this report keeps.`;
  return [noticeFrom(canary, region, message)];
}

/** What the report says about the canary; `null`: the key was not used, and no earlier report has one. */
export function canaryReport(subject: VersionSubject): CanaryReport | null {
  const { expectation, version, evidence, context } = subject;
  const kept = expectation.canaries?.[String(version)];
  const { use, answer } = evidence.canary ?? {};
  if (use === 'encrypt' && answer?.ok)
    return { result: 'made', ciphertext: answer.value, made_at: context.now };
  const { status } = canary.run(subject);
  if (status === 'skip' || status === 'notice') return keptCanary(expectation, version);
  return { result: status, ...kept };
}

/** The canary of an earlier report, for a later run: this one could not use the key. */
export function keptCanary({ canaries }: Expectation, version: number): CanaryReport | null {
  const kept = canaries?.[String(version)];
  return kept === undefined ? null : { result: 'not_used', ...kept };
}
