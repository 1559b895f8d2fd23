import { createPublicKey } from 'node:crypto';
import { showFailure } from '../../model/evidence.ts';
import type { VersionCheck } from '../check.ts';
import { fail, indeterminate, pass, skip, versionName } from '../check.ts';
import { failureRemedy } from '../failure-remedy.ts';

export const publicKey: VersionCheck<'public_key'> = {
  id: 'public_key',
  scope: 'version',
  depth: 'standard',
  proves:
    'For an asymmetric key whose public key is given: the one in KMS is the same, so the private keys are the same as well.',
  why: 'This proves the material itself. For a symmetric key, only use of the key can prove it.',
  calls: ['kms:GetPublicKey'],
  remedy:
    'The KMS key holds other material than Vault: find out who created it, and distribute the key again.',
  run: (subject) => {
    const { expectation, version, evidence, key } = subject;
    const pem = expectation.public_keys[String(version)];
    if (evidence.public_key === null || pem === undefined) return skip;
    const expected = derOf(pem);
    const name = versionName(subject);
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
