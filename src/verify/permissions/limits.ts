import type { Evidence } from '../../model/evidence.ts';
import { showFailure } from '../../model/evidence.ts';
import type { OrganizationPolicies, SimulationRow } from '../../model/permission-evidence.ts';
import { parsePrincipal } from '../../model/principal.ts';
import type { Limit } from '../../model/report.ts';
import type { KeySample } from './sample-keys.ts';

/**
 * What the evidence cannot see, said once for all decisions.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
 */
export function evidenceLimits(
  principalArn: string,
  rows: readonly SimulationRow[],
  organization: Evidence<OrganizationPolicies> | null,
  sample: KeySample,
): Limit[] {
  const limits: Limit[] = [];
  const add = (code: Limit['code'], message: string) => limits.push({ code, message });
  if (sample.keys.length < sample.total)
    add(
      'sample',
      `Decided on ${count(sample.keys.length)} of ${count(sample.total)} KMS keys; depth full decides on all.`,
    );
  if (rows.length === 0) return limits;
  if (parsePrincipal(principalArn)?.kind === 'role')
    add(
      'session_policies',
      'Session policies, which may narrow what a session of the role may do, are not evaluated.',
    );
  add('vpc_endpoint_policies', 'VPC endpoint policies on the way from Vault to KMS are not evaluated.');
  add(
    'resource_control_policies',
    "The organization's resource control policies, if there are any, are not evaluated.",
  );
  if (
    rows.some(({ allowed_by_organization }) => allowed_by_organization !== null) &&
    organization?.ok !== true
  )
    add(
      'service_control_policies',
      `Service control policies apply to the account and could not be read${why(organization)}: the simulation does not say which of their conditions it decided without a value.`,
    );
  add(
    'assumptions',
    'Decided for requests as Vault is assumed to send them; docs/assumptions.md lists the assumptions.',
  );
  return limits;
}

function why(organization: Evidence<OrganizationPolicies> | null): string {
  return organization === null || organization.ok ? '' : ` (${showFailure(organization.failure)})`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
