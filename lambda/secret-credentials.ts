import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { complete, readEvidence } from '../src/aws/aws-failure.ts';
import type { Clients } from '../src/aws/clients.ts';
import { type Evidence, failed, found } from '../src/model/evidence.ts';
import { Secret } from '../src/model/secret.ts';

/**
 * Reads the verifier's credentials from a Secrets Manager secret with `access_key` and `secret_key`.
 *
 * @param mask called with the secret before it is used
 */
export async function readSecretCredentials(
  secretArn: string,
  clients: Clients,
  region: string,
  mask: (secret: Secret) => void,
): Promise<Evidence<AwsCredentialIdentityProvider>> {
  const text = await readEvidence('secretsmanager:GetSecretValue', async () => {
    const { secretsManagerClient, GetSecretValueCommand } = await import('./sdk/secrets-manager-client.ts');
    const secrets = secretsManagerClient(clients, secretArn.split(':')[3] || region);
    const answer = await secrets.send(new GetSecretValueCommand({ SecretId: secretArn }), clients.options);
    return complete(answer, 'ARN').SecretString ?? '';
  });
  if (!text.ok) return text;
  mask(new Secret(text.value));
  const identity = parseSecret(text.value);
  if (identity !== null) return found(async () => identity);
  return failed({
    cause: 'invalid_credentials',
    code: 'InvalidSecret',
    message: `the secret ${secretArn} is not a JSON object with access_key and secret_key`,
    action: 'secretsmanager:GetSecretValue',
  });
}

function parseSecret(text: string): AwsCredentialIdentity | null {
  try {
    const { access_key, secret_key, session_token } = JSON.parse(text) as Record<string, unknown>;
    if (typeof access_key !== 'string' || typeof secret_key !== 'string') return null;
    return {
      accessKeyId: access_key,
      secretAccessKey: secret_key,
      ...(typeof session_token === 'string' ? { sessionToken: session_token } : {}),
    };
  } catch {
    return null;
  }
}
