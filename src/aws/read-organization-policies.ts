import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { Evidence, PolicyDocument } from '../model/evidence.ts';
import type { OrganizationPolicies } from '../model/permission-evidence.ts';
import { complete, readEvidence } from './aws-failure.ts';
import type { Clients } from './clients.ts';

/**
 * The service control policies that apply to an account, level by level up to the root. Only the management account
 * and a delegated administrator may read them.
 *
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export function readOrganizationPolicies(
  clients: Clients,
  region: string,
  accountId: string,
): Promise<Evidence<OrganizationPolicies>> {
  return readEvidence('organizations:DescribePolicy', async () => {
    const { organizationsClient, ListParentsCommand } = await import('./sdk/organizations-client.ts');
    const client = organizationsClient(clients, region);
    const levels: PolicyDocument[][] = [];
    for (let target: string | undefined = accountId; target !== undefined; ) {
      levels.push(await policiesOf(target, client, clients.options));
      if (target.startsWith('r-')) return levels;
      const parents: { Parents?: { Id?: string | undefined }[] | undefined } = await client.send(
        new ListParentsCommand({ ChildId: target }),
        clients.options,
      );
      target = parents.Parents?.[0]?.Id;
    }
    throw Object.assign(new Error('the path to the root of the organization ends early'), { name: 'NoRoot' });
  });
}

async function policiesOf(
  target: string,
  client: OrganizationsClient,
  options: Clients['options'],
): Promise<PolicyDocument[]> {
  const { paginateListPoliciesForTarget, DescribePolicyCommand } = await import(
    './sdk/organizations-client.ts'
  );
  const documents: PolicyDocument[] = [];
  const query = { TargetId: target, Filter: 'SERVICE_CONTROL_POLICY' as const };
  for await (const page of paginateListPoliciesForTarget({ client }, query, options))
    for (const { Id } of complete(page, 'Policies').Policies) {
      const answer = await client.send(new DescribePolicyCommand({ PolicyId: Id }), options);
      documents.push(JSON.parse(complete(answer, 'Policy').Policy.Content ?? ''));
    }
  return documents;
}
