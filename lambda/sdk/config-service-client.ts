import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import type { Clients } from '../../src/aws/clients.ts';

export { PutEvaluationsCommand } from '@aws-sdk/client-config-service';

/** The region's client, made once. */
export function configServiceClient(clients: Clients, region: string): ConfigServiceClient {
  return clients.open('config', region, (config) => new ConfigServiceClient(config));
}
