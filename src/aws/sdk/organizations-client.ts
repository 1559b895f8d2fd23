import { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { Clients } from '../clients.ts';

export {
  DescribePolicyCommand,
  ListParentsCommand,
  paginateListPoliciesForTarget,
} from '@aws-sdk/client-organizations';

/** The region's client, made once. */
export function organizationsClient(clients: Clients, region: string): OrganizationsClient {
  return clients.open('organizations', region, (config) => new OrganizationsClient(config));
}
