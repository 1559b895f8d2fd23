import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Clients } from '../clients.ts';

export { InvokeCommand } from '@aws-sdk/client-lambda';

/** The region's client, made once. */
export function lambdaClient(clients: Clients, region: string): LambdaClient {
  return clients.open('lambda', region, (config) => new LambdaClient(config));
}
