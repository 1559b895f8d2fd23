import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Authorizer } from '../authorizer.ts';
import type { Directory } from '../directory.ts';
import { AwsError } from '../errors.ts';
import type { Caller } from '../identity.ts';
import { newService, operation } from '../operations.ts';
import type { Service } from '../service.ts';
import { oneOf, text } from '../validate.ts';
import { jsonWire } from '../wire/wire.ts';

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
export function organizationsService(
  directory: Directory,
  authorizer: Authorizer,
  clock: () => Date,
): Service {
  const policies: readonly ServiceControlPolicy[] = directory.accounts.flatMap(({ id: account, scps }) =>
    Object.entries(scps).map(([name, content]) => ({ id: policyId(account, name), name, account, content })),
  );
  const require = (caller: Caller, name: string, resource: string) => {
    const access = { action: `organizations:${name}`, resource };
    authorizer.require(caller, access);
    if (policies.length === 0)
      throw new AwsError(
        'AWSOrganizationsNotInUseException',
        'Your account is not a member of an organization.',
      );
    if (directory.account(caller.principal.account)?.organization_administrator) return;
    throw new AwsError('AccessDeniedException', "You don't have permissions to access this resource.");
  };

  const operations = {
    DescribePolicy: operation(v.object({ PolicyId: text(1, 130) }), ({ caller }, { PolicyId }) => {
      const policy = policies.find(({ id }) => id === PolicyId);
      require(caller, 'DescribePolicy', policy ? arnOf(policy) : '*');
      if (policy === undefined)
        throw new AwsError(
          'PolicyNotFoundException',
          "We can't find a policy with the PolicyId that you specified.",
        );
      return { Policy: { PolicySummary: summaryOf(policy), Content: JSON.stringify(policy.content) } };
    }),
    ListPoliciesForTarget: operation(
      v.object({ TargetId: accountId, Filter: oneOf(['SERVICE_CONTROL_POLICY']) }),
      ({ caller }, { TargetId }) => {
        require(caller, 'ListPoliciesForTarget', '*');
        return { Policies: policies.filter(({ account }) => account === TargetId).map(summaryOf) };
      },
    ),
  };
  const invalidCode = 'InvalidInputException';
  return newService({ signing_name: 'organizations', wire: jsonWire, clock, invalidCode }, operations);
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
