import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Directory } from '../directory.ts';
import { AwsError } from '../errors.ts';
import { newService, operation, type ServiceCall } from '../service.ts';
import { oneOf, text } from '../validate.ts';
import { jsonWire } from '../wire/json.ts';

interface ServiceControlPolicy {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly content: object;
}

const accountId = v.pipe(text(12, 12), v.digits('Member must be an account id'));

/**
 * AWS Organizations: the service control policies of the configuration, each attached to its account.
 *
 * Source: https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html
 */
export const organizationsService = newService('organizations', jsonWire, 'InvalidInputException', {
  DescribePolicy: operation(v.object({ PolicyId: text(1, 130) }), (call, { PolicyId }) => {
    const policy = policiesOf(call.directory).find(({ id }) => id === PolicyId);
    requireAdministrator(call, policy ? arnOf(policy) : '*');
    if (policy === undefined)
      throw new AwsError(
        'PolicyNotFoundException',
        "We can't find a policy with the PolicyId that you specified.",
      );
    return { Policy: { PolicySummary: summaryOf(policy), Content: JSON.stringify(policy.content) } };
  }),

  ListPoliciesForTarget: operation(
    v.object({ TargetId: accountId, Filter: oneOf(['SERVICE_CONTROL_POLICY']) }),
    (call, { TargetId }) => {
      requireAdministrator(call, '*');
      const attached = policiesOf(call.directory).filter(({ account }) => account === TargetId);
      return { Policies: attached.map(summaryOf) };
    },
  ),
});

function policiesOf({ accounts }: Directory): ServiceControlPolicy[] {
  return [...accounts.values()].flatMap(({ id: account, scps }) =>
    Object.entries(scps).map(([name, content]) => ({ id: policyId(account, name), name, account, content })),
  );
}

/** @throws {AwsError} for a caller who may not read the policies of the organization */
function requireAdministrator({ allow, directory, caller }: ServiceCall, resource: string): void {
  allow(resource);
  if (policiesOf(directory).length === 0)
    throw new AwsError(
      'AWSOrganizationsNotInUseException',
      'Your account is not a member of an organization.',
    );
  if (directory.accounts.get(caller.principal.account)?.organization_administrator) return;
  throw new AwsError('AccessDeniedException', "You don't have permissions to access this resource.");
}

function summaryOf(policy: ServiceControlPolicy): object {
  const { id, name } = policy;
  return {
    Id: id,
    Arn: arnOf(policy),
    Name: name,
    Description: '',
    Type: 'SERVICE_CONTROL_POLICY',
    AwsManaged: false,
  };
}

function policyId(account: string, name: string): string {
  return `p-${createHash('sha256').update(`${account}/${name}`).digest('hex').slice(0, 8)}`;
}

function arnOf({ id, account }: ServiceControlPolicy): string {
  return `arn:aws:organizations::${account}:policy/o-emulator00/service_control_policy/${id}`;
}
