import type { EvaluationResult, ResourceSpecificResult } from '@aws-sdk/client-iam';
import type { Evidence } from '../model/evidence.ts';
import type { SimulationQuery, SimulationRow } from '../model/permission-evidence.ts';
import { complete, readEvidence } from './aws-failure.ts';
import type { Clients } from './clients.ts';

/** `iam:SimulatePrincipalPolicy`, every page, as one row for each action and resource. */
export function simulatePrincipalPolicy(
  clients: Clients,
  region: string,
  principalArn: string,
  query: SimulationQuery,
): Promise<Evidence<readonly SimulationRow[]>> {
  return readEvidence('iam:SimulatePrincipalPolicy', async () => {
    const { iamClient, paginateSimulatePrincipalPolicy } = await import('./sdk/iam-client.ts');
    const client = iamClient(clients, region);
    const rows: SimulationRow[] = [];
    const pages = paginateSimulatePrincipalPolicy(
      { client },
      {
        PolicySourceArn: principalArn,
        ActionNames: [...query.actions],
        ...(query.resources.length === 0 ? {} : { ResourceArns: [...query.resources] }),
        ContextEntries: query.context.map(({ key, type, values }) => ({
          ContextKeyName: key,
          ContextKeyType: type,
          ContextKeyValues: [...values],
        })),
      },
      clients.options,
    );
    for await (const page of pages)
      rows.push(...complete(page, 'EvaluationResults').EvaluationResults.flatMap(rowsOf));
    return rows;
  });
}

/**
 * IAM answers in two shapes: one result for each action with the resources inside, since 2026, and one for each
 * action and resource before.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 */
export function rowsOf(result: EvaluationResult): SimulationRow[] {
  const action = result.EvalActionName ?? '';
  const organization = result.OrganizationsDecisionDetail?.AllowedByOrganizations ?? null;
  const boundary = result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary ?? null;
  const specific = (result.ResourceSpecificResults ?? []).filter(
    ({ EvalResourceName }) => EvalResourceName !== undefined,
  );
  if (specific.length === 0)
    return [
      {
        action,
        resource: concrete(result.EvalResourceName),
        decision: result.EvalDecision ?? 'unknown',
        allowed_by_organization: organization,
        allowed_by_boundary: boundary,
        missing_context: result.MissingContextValues ?? [],
        matched: matchedOf(result),
      },
    ];
  return specific.map((entry) => ({
    action,
    resource: entry.EvalResourceName ?? '*',
    decision: entry.EvalResourceDecision ?? 'unknown',
    allowed_by_organization: organization,
    allowed_by_boundary: entry.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary ?? boundary,
    missing_context: entry.MissingContextValues ?? [],
    matched: matchedOf(entry),
  }));
}

/** `arn:${Partition}:kms:…` is the form of ARN that the action is about, not what was asked for. */
function concrete(resource: string | undefined): string {
  return resource === undefined || resource.includes('${') ? '*' : resource;
}

function matchedOf({ MatchedStatements }: EvaluationResult | ResourceSpecificResult): string[] {
  return (MatchedStatements ?? []).map(
    ({ SourcePolicyId, SourcePolicyType }) => SourcePolicyId ?? SourcePolicyType ?? 'a policy',
  );
}
