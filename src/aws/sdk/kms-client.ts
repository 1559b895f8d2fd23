import { KMSClient } from '@aws-sdk/client-kms';
import type { Clients } from '../clients.ts';

export {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GetKeyLastUsageCommand,
  GetKeyPolicyCommand,
  GetPublicKeyCommand,
  paginateListAliases,
  paginateListGrants,
  paginateListKeyRotations,
  paginateListKeys,
  paginateListResourceTags,
  SignCommand,
} from '@aws-sdk/client-kms';

/** The region's client, made once. */
export function kmsClient(clients: Clients, region: string): KMSClient {
  return clients.open('kms', region, (config) => new KMSClient(config));
}
