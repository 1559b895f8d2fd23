import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import type { Clients } from '../clients.ts';

export { CheckNoPublicAccessCommand } from '@aws-sdk/client-accessanalyzer';

/** The region's client, made once. */
export function accessAnalyzerClient(clients: Clients, region: string): AccessAnalyzerClient {
  return clients.open('access-analyzer', region, (config) => new AccessAnalyzerClient(config));
}
