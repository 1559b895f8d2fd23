import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { Clients } from '../../src/aws/clients.ts';

export {
  BatchImportFindingsCommand,
  paginateGetFindings,
} from '@aws-sdk/client-securityhub';

/** The region's client, made once. */
export function securityHubClient(clients: Clients, region: string): SecurityHubClient {
  return clients.open('securityhub', region, (config) => new SecurityHubClient(config));
}
