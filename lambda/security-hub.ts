import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import type { SharedConnections } from '../src/aws/aws-effects.ts';
import type { Clients } from '../src/aws/clients.ts';
import type { Env, Log } from '../src/model/effects.ts';
import type { Report } from '../src/model/report.ts';
import { covers, generator, type Hub, idPrefix, productArn, securityHubFindings } from './asff.ts';
import { ownClients } from './own-clients.ts';

/** The most findings of one call. */
const batch = 100;

/** The function's own account and region, by its ARN; `null` when there is none. */
export function hubOf(functionArn: string | undefined): Hub | null {
  const [, partition, , region, account_id] = functionArn?.split(':') ?? [];
  return partition && region && account_id ? { partition, region, account_id } : null;
}

/**
 * Updates Security Hub: findings that did not pass become active, findings that only an earlier report had are archived.
 * A failure of Security Hub is a warning, so that the report still arrives.
 */
export async function publishToSecurityHub(
  report: Report,
  hub: Hub,
  { env, shared, log }: { readonly env: Env; readonly shared: SharedConnections; readonly log: Log },
): Promise<void> {
  const clients = ownClients(env, shared);
  try {
    const known = await activeFindings(report, hub, clients);
    const since = new Map(known.map(({ Id, CreatedAt }) => [Id, CreatedAt]));
    const active = securityHubFindings(report, hub).map((finding) => ({
      ...finding,
      CreatedAt: since.get(finding.Id) ?? finding.CreatedAt,
    }));
    const ids = new Set(active.map(({ Id }) => Id));
    const fixed = known
      .filter(({ Id }) => !ids.has(Id) && covers(report, Id ?? ''))
      .map((finding) => archived(finding, report));
    await importFindings([...active, ...fixed], hub, clients, log);
  } catch (error) {
    const { name, message } = error as Error;
    log.warning(`Security Hub in ${hub.region} was not updated: ${name}: ${message}`);
  }
}

async function activeFindings(report: Report, hub: Hub, clients: Clients): Promise<AwsSecurityFinding[]> {
  const { securityHubClient, paginateGetFindings } = await import('./sdk/security-hub-client.ts');
  const client = securityHubClient(clients, hub.region);
  const findings: AwsSecurityFinding[] = [];
  const Filters = {
    ProductArn: [{ Value: productArn(hub), Comparison: 'EQUALS' as const }],
    GeneratorId: [{ Value: `${generator}/`, Comparison: 'PREFIX' as const }],
    Id: [{ Value: idPrefix(report), Comparison: 'PREFIX' as const }],
    RecordState: [{ Value: 'ACTIVE', Comparison: 'EQUALS' as const }],
  };
  for await (const page of paginateGetFindings({ client, pageSize: batch }, { Filters }))
    findings.push(...(page.Findings ?? []));
  return findings;
}

/** Only what may be written again; Security Hub has added fields of its own. */
function archived(finding: AwsSecurityFinding, { checked_at }: Report): AwsSecurityFinding {
  const { SchemaVersion, Id, ProductArn, GeneratorId, AwsAccountId, CreatedAt } = finding;
  const { FindingProviderFields, Title, Description, Remediation, ProductFields, Resources } = finding;
  return {
    ...{ SchemaVersion, Id, ProductArn, GeneratorId, AwsAccountId, CreatedAt },
    ...{ FindingProviderFields, Title, Description, Remediation, ProductFields, Resources },
    UpdatedAt: checked_at,
    Compliance: { Status: 'PASSED' },
    RecordState: 'ARCHIVED',
  };
}

async function importFindings(
  findings: readonly AwsSecurityFinding[],
  hub: Hub,
  clients: Clients,
  log: Log,
): Promise<void> {
  const { securityHubClient, BatchImportFindingsCommand } = await import('./sdk/security-hub-client.ts');
  const client = securityHubClient(clients, hub.region);
  for (let from = 0; from < findings.length; from += batch) {
    const Findings = findings.slice(from, from + batch);
    const { FailedFindings = [] } = await client.send(new BatchImportFindingsCommand({ Findings }));
    for (const { Id, ErrorCode, ErrorMessage } of FailedFindings)
      log.warning(`Security Hub rejected the finding ${Id}: ${ErrorCode}: ${ErrorMessage}`);
  }
}
