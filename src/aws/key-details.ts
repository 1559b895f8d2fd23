import type { Evidence, KeyGrant } from '../model/evidence.ts';
import { complete, readEvidence } from './aws-failure.ts';
import type { Clients } from './clients.ts';

/** `kms:ListResourceTags`, every page. */
export function readResourceTags(
  clients: Clients,
  region: string,
  keyId: string,
): Promise<Evidence<Readonly<Record<string, string>>>> {
  return readEvidence('kms:ListResourceTags', async () => {
    const { kmsClient, paginateListResourceTags } = await import('./sdk/kms-client.ts');
    const client = kmsClient(clients, region);
    const tags: Record<string, string> = {};
    for await (const page of paginateListResourceTags({ client }, { KeyId: keyId }, clients.options))
      for (const { TagKey, TagValue } of complete(page, 'Tags').Tags) tags[TagKey ?? ''] = TagValue ?? '';
    return tags;
  });
}

/** `kms:ListGrants`, every page. */
export function readGrants(
  clients: Clients,
  region: string,
  keyId: string,
): Promise<Evidence<readonly KeyGrant[]>> {
  return readEvidence('kms:ListGrants', async () => {
    const { kmsClient, paginateListGrants } = await import('./sdk/kms-client.ts');
    const client = kmsClient(clients, region);
    const grants: KeyGrant[] = [];
    for await (const page of paginateListGrants({ client }, { KeyId: keyId }, clients.options))
      for (const { GranteePrincipal, GranteeServicePrincipal, Operations, Constraints } of complete(
        page,
        'Grants',
      ).Grants)
        grants.push({
          grantee: GranteePrincipal ?? GranteeServicePrincipal ?? '',
          operations: Operations ?? [],
          is_constrained: Object.keys(Constraints ?? {}).length > 0,
        });
    return grants;
  });
}
