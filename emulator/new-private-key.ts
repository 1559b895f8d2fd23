import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const newKeyPair = promisify(generateKeyPair);

/** A new private key: RSA with a modulus of so many bits, or on the curve of this name in node:crypto. */
export async function newPrivateKey(kind: { bits: number } | { curve: string }): Promise<KeyObject> {
  const pair =
    'bits' in kind
      ? newKeyPair('rsa', { modulusLength: kind.bits })
      : newKeyPair('ec', { namedCurve: kind.curve });
  return (await pair).privateKey;
}
