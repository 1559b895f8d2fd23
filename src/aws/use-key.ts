import type { EncryptionContext, SigningAlgorithm } from '../model/aws-reader.ts';
import type { Evidence } from '../model/evidence.ts';
import { complete, readEvidence } from './aws-failure.ts';
import type { Clients } from './clients.ts';

/** `kms:Encrypt`; the ciphertext in base64. */
export function encryptWithKey(
  clients: Clients,
  region: string,
  KeyId: string,
  plaintext: string,
  EncryptionContext: EncryptionContext,
): Promise<Evidence<string>> {
  return readEvidence('kms:Encrypt', async () => {
    const { kmsClient, EncryptCommand } = await import('./sdk/kms-client.ts');
    const command = new EncryptCommand({ KeyId, Plaintext: Buffer.from(plaintext), EncryptionContext });
    const answer = await kmsClient(clients, region).send(command, clients.options);
    return Buffer.from(complete(answer, 'CiphertextBlob').CiphertextBlob).toString('base64');
  });
}

/** `kms:Decrypt`, by an RSA key where there is no context; the plaintext as text. */
export function decryptWithKey(
  clients: Clients,
  region: string,
  KeyId: string,
  ciphertext: string,
  context: EncryptionContext | null,
): Promise<Evidence<string>> {
  return readEvidence('kms:Decrypt', async () => {
    const { kmsClient, DecryptCommand } = await import('./sdk/kms-client.ts');
    const command = new DecryptCommand({
      KeyId,
      CiphertextBlob: Buffer.from(ciphertext, 'base64'),
      ...(context === null ? { EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' } : { EncryptionContext: context }),
    });
    const answer = await kmsClient(clients, region).send(command, clients.options);
    return Buffer.from(complete(answer, 'Plaintext').Plaintext).toString();
  });
}

/** `kms:Sign`; the signature in base64. */
export function signWithKey(
  clients: Clients,
  region: string,
  KeyId: string,
  message: string,
  algorithm: SigningAlgorithm,
): Promise<Evidence<string>> {
  return readEvidence('kms:Sign', async () => {
    const { kmsClient, SignCommand } = await import('./sdk/kms-client.ts');
    const command = new SignCommand({
      KeyId,
      Message: Buffer.from(message),
      MessageType: 'RAW',
      SigningAlgorithm: algorithm,
    });
    const answer = await kmsClient(clients, region).send(command, clients.options);
    return Buffer.from(complete(answer, 'Signature').Signature).toString('base64');
  });
}
