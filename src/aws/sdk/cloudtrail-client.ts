import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { Clients } from '../clients.ts';

export { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';

/** The region's client, made once. */
export function cloudTrailClient(clients: Clients, region: string): CloudTrailClient {
  return clients.open('cloudtrail', region, (config) => new CloudTrailClient(config));
}
