import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Directory } from '../directory.ts';
import { AwsError } from '../errors.ts';
import { newService, operation, type ServiceCall } from '../service.ts';
import { oneOf, text } from '../validate.ts';
import { jsonWire } from '../wire/json.ts';

const accountId = v.pipe(text(12, 12), v.digits('Member must be an account id'));

/**
 * AWS Organizations: the service control policies of the configuration, each attached to its account.
 *
 * Source: https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html
 */
export const organizationsService = newService('organizations', jsonWire, 'InvalidInputException', {
  DescribePolicy: operation(v.object({ PolicyId: text(1, 130) }), (call, { PolicyId }) => {
    const policy = policiesOf(call.directory).find(({ summary }) => summary.Id === PolicyId);
    requireAdministrator(call, policy?.summary.Arn ?? '*');
    if (policy === undefined)
      throw new AwsError(
        'PolicyNotFoundException',
        "We can't find a policy with the PolicyId that you specified.",
      );
    return { Policy: { PolicySummary: policy.summary, Content: JSON.stringify(policy.content) } };
  }),

  ListPoliciesForTarget: operation(
    v.object({ TargetId: accountId, Filter: oneOf(['SERVICE_CONTROL_POLICY']) }),
    (call, { TargetId }) => {
      requireAdministrator(call, '*');
      const attached = policiesOf(call.directory).filter(({ account }) => account === TargetId);
      return { Policies: attached.map(({ summary }) => summary) };
    },
  ),
});

/** The service control policies of all accounts. */
function policiesOf({ accounts }: Directory) {
  return [...accounts.values()].flatMap(({ id: account, scps }) =>
    Object.entries(scps).map(([name, content]) => ({
      account,
      content,
      summary: summaryOf(account, name),
    })),
  );
}

function summaryOf(account: string, name: string) {
  const Id = `p-${createHash('sha256').update(`${account}/${name}`).digest('hex').slice(0, 8)}`;
  return {
    Id,
    Arn: `arn:aws:organizations::${account}:policy/o-emulator00/service_control_policy/${Id}`,
    Name: name,
    Description: '',
    Type: 'SERVICE_CONTROL_POLICY',
    AwsManaged: false,
  };
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
