import { createPublicKey } from 'node:crypto';
import { showFailure } from '../../model/evidence.ts';
import type { VersionCheck } from '../check.ts';
import { fail, indeterminate, pass, skip, versionName } from '../check.ts';
import { keyStateOf } from '../expectations.ts';
import { failureRemedy } from '../failure-remedy.ts';
import { keepKey, moveData } from '../move-data.ts';
import { findEvents, staysOnRecord } from '../remedy.ts';

export const publicKey: VersionCheck<'public_key'> = {
  id: 'public_key',
  scope: 'version',
  depth: 'standard',
  proves:
    'For an asymmetric key: the public key in KMS is the one in Vault, so the private keys are the same as well.',
  cannot_see: 'A version that is disabled: KMS rejects GetPublicKey for it.',
  why: 'This proves the material itself. For a symmetric key, only use of the key can prove it.',
  calls: ['kms:GetPublicKey'],
  remedy: (target) =>
    [
      "Signatures and ciphertext of this KMS key belong to its own key pair, which is not Vault's.",
      keepKey(target),
      moveData(target),
      staysOnRecord,
      'Find who created this KMS key:',
      findEvents(target),
    ].join('\n'),
  cost: 'What this KMS key encrypted is readable with it alone; what it signed verifies with its own public key alone.',
  page: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html',
  run: (subject) => {
    const { expectation, version, evidence, key } = subject;
    const pem = expectation.public_keys[String(version)];
    const name = versionName(subject);
    // `key_spec` reports a symmetric KMS key.
    if (expectation.type === 'aes256-gcm96' || key.key_spec === 'SYMMETRIC_DEFAULT') return skip;
    if (pem === undefined && keyStateOf(expectation, version) === 'Enabled' && key.key_state === 'Enabled')
      return indeterminate({
        expected: "Vault's public key",
        actual: 'not given',
        message: `${name}: there is no public key of Vault to compare the KMS key ${key.arn} with.`,
        remedy:
          'Give `public_keys` with the key, as Vault returns them; the action, and an event that reads from Vault, do so.',
      });
    if (evidence.public_key === null || pem === undefined) return skip;
    const expected = derOf(pem);
    if (expected === null)
      return indeterminate({
        expected: 'a public key in PEM',
        actual: 'not readable',
        message: `${name}: the given public key is not a PEM.`,
        remedy: 'Give the public key as Vault returns it.',
      });
    if (!evidence.public_key.ok)
      return indeterminate({
        expected: `the public key of ${key.arn}`,
        actual: evidence.public_key.failure.code,
        message: `${name}: the public key of the KMS key ${key.arn} could not be read (${showFailure(evidence.public_key.failure)}).`,
        remedy: failureRemedy(evidence.public_key.failure),
      });
    const actual = Buffer.from(evidence.public_key.value, 'base64');
    if (actual.equals(expected)) return pass;
    return fail({
      expected: "Vault's public key",
      actual: 'another public key',
      message: `${name}: the public key of the KMS key ${key.arn} is not the one in Vault.`,
    });
  },
};

/** SubjectPublicKeyInfo in DER, whatever PEM form it came in. */
function derOf(pem: string): Buffer | null {
  try {
    return createPublicKey(pem).export({ type: 'spki', format: 'der' });
  } catch {
    return null;
  }
}
