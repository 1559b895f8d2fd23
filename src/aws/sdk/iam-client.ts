import { IAMClient } from '@aws-sdk/client-iam';
import type { Clients } from '../clients.ts';

export {
  GetRoleCommand,
  GetUserCommand,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam';

/** The region's client, made once. */
export function iamClient(clients: Clients, region: string): IAMClient {
  return clients.open('iam', region, (config) => new IAMClient(config));
}
