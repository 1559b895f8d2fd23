import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clients } from '../../src/aws/clients.ts';

export { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';

/** The region's client, made once. */
export function secretsManagerClient(clients: Clients, region: string): SecretsManagerClient {
  return clients.open('secretsmanager', region, (config) => new SecretsManagerClient(config));
}
