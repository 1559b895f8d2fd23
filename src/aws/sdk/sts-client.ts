import { STSClient } from '@aws-sdk/client-sts';
import type { Clients } from '../clients.ts';

export {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts';

/** The region's client, made once. */
export function stsClient(clients: Clients, region: string): STSClient {
  return clients.open('sts', region, (config) => new STSClient(config));
}
