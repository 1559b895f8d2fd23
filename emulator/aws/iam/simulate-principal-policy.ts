import * as v from 'valibot';
import { parseArn } from '../arn.ts';
import type { Authorizer } from '../authorizer.ts';
import { type Directory, namedPolicies } from '../directory.ts';
import { AwsError } from '../errors.ts';
import type { Caller, Identity } from '../identity.ts';
import { byIndex, pageOf } from '../page.ts';
import { Context } from '../policy/context.ts';
import { identityPolicySchema } from '../policy/document.ts';
import { aggregate, type SimulatedPolicies, type Simulation, simulate } from '../policy/simulate.ts';
import type { NamedPolicy } from '../policy/statements.ts';
import { text, wholeNumber } from '../validate.ts';

const policyList = v.array(text(1, 131072));
export const pageInput = {
  MaxItems: v.optional(wholeNumber(1, 1000), '100'),
  Marker: v.optional(text(1, 320)),
};

export const simulateInput = v.object({
  PolicySourceArn: text(20, 2048),
  ActionNames: v.array(text(3, 128)),
  ResourceArns: v.optional(v.array(text(1, 2048)), ['*']),
  PolicyInputList: v.optional(policyList, []),
  PermissionsBoundaryPolicyInputList: v.optional(policyList),
  ContextEntries: v.optional(
    v.array(
      v.object({ ContextKeyName: text(5, 256), ContextKeyValues: v.optional(v.array(v.string()), []) }),
    ),
    [],
  ),
  ...pageInput,
});
type Input = v.InferOutput<typeof simulateInput>;

/**
 * Simulates the policies of a user or role: one result per action, with the decision on each resource inside it.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 *
 * @throws {AwsError} `InvalidInput` for anything but a user's or role's ARN, `NoSuchEntity`
 */
export function simulatePrincipalPolicy(
  directory: Directory,
  authorizer: Authorizer,
  caller: Caller,
  input: Input,
): object {
  const source = input.PolicySourceArn;
  authorizer.require(caller, { action: 'iam:SimulatePrincipalPolicy', resource: source });
  const wildcard = input.ActionNames.find((action) => !/^[\w-]+:\w+$/.test(action));
  if (wildcard !== undefined) throw new AwsError('InvalidInput', `Invalid Action: ${wildcard}`);
  const policies = policiesOf(directory, identityOf(directory, caller, source), input);
  const context = Context.of(
    Object.fromEntries(
      input.ContextEntries.map(({ ContextKeyName, ContextKeyValues }) => [ContextKeyName, ContextKeyValues]),
    ),
  );
  const page = pageOf(input.ActionNames, byIndex, input.MaxItems, input.Marker, 'InvalidInput');
  return {
    EvaluationResults: page.items.map((action) =>
      evaluationResult(
        action,
        input.ResourceArns.map((resource) => simulate(policies, action, resource, context)),
      ),
    ),
    IsTruncated: page.next !== undefined,
    Marker: page.next,
  };
}

function identityOf(directory: Directory, caller: Caller, source: string): Identity {
  const arn = parseArn(source);
  const [, kind, name] = /^(user|role|group)\/(?:.*\/)?([^/]+)$/.exec(arn?.resource ?? '') ?? [];
  if (arn?.service !== 'iam' || kind === undefined)
    throw new AwsError(
      'InvalidInput',
      `Invalid Entity Arn: ${source} does not clearly define entity type and name.`,
    );
  const identity = arn.account === caller.principal.account ? directory.identityByArn(arn) : null;
  if (identity === null)
    throw new AwsError('NoSuchEntity', `The ${kind} with name ${name} cannot be found.`, 404);
  return identity;
}

function policiesOf(directory: Directory, identity: Identity, input: Input): SimulatedPolicies {
  const scps = namedPolicies(directory.account(identity.account)?.scps ?? {});
  const given = input.PermissionsBoundaryPolicyInputList;
  const attached = identity.policies.map(({ name, policy }) => ({
    name: `${identity.kind}_${identity.name}_${name}`,
    policy,
  }));
  const own = identity.boundary === null ? null : [identity.boundary];
  return {
    identity: [...attached, ...parsed('PolicyInputList', input.PolicyInputList)],
    boundary: given === undefined ? own : parsed('PermissionsBoundaryPolicyInputList', given),
    scps: scps.length > 0 ? scps : null,
  };
}

function parsed(name: string, documents: readonly string[]): NamedPolicy[] {
  return documents.map((document, index) => {
    try {
      return { name: `${name}.${index + 1}`, policy: v.parse(identityPolicySchema, JSON.parse(document)) };
    } catch {
      throw new AwsError('InvalidInput', `${name}.${index + 1} is not a valid policy.`);
    }
  });
}

function evaluationResult(action: string, simulations: readonly Simulation[]): object {
  const decision = aggregate(simulations.map((one) => one.decision));
  const deciding = simulations.filter((one) => one.decision === decision);
  const specific = simulations.some(({ resource }) => resource !== '*');
  return {
    EvalActionName: action,
    EvalResourceName: resourceTemplate(action),
    EvalDecision: decision,
    MatchedStatements: statements(deciding),
    MissingContextValues: unique(simulations.flatMap(({ missing }) => missing)),
    ...layers(simulations),
    ResourceSpecificResults: specific ? simulations.map(resourceResult) : undefined,
  };
}

function resourceResult(simulation: Simulation): object {
  const { PermissionsBoundaryDecisionDetail } = layers([simulation]);
  return {
    EvalResourceName: simulation.resource,
    EvalResourceDecision: simulation.decision,
    MatchedStatements: statements([simulation]),
    MissingContextValues: simulation.missing,
    PermissionsBoundaryDecisionDetail,
  };
}

function layers(simulations: readonly Simulation[]) {
  const boundary = simulations.map((one) => one.allowed_by_boundary);
  const organization = simulations.map((one) => one.allowed_by_organization);
  return {
    PermissionsBoundaryDecisionDetail: boundary.includes(null)
      ? undefined
      : { AllowedByPermissionsBoundary: boundary.every((one) => one) },
    OrganizationsDecisionDetail: organization.includes(null)
      ? undefined
      : { AllowedByOrganizations: organization.every((one) => one) },
  };
}

function statements(simulations: readonly Simulation[]): object[] {
  const names = unique(simulations.flatMap(({ matched }) => matched.map(({ policy }) => policy.name)));
  return names.map((name) => ({ SourcePolicyId: name, SourcePolicyType: 'IAM Policy' }));
}

/** The ARN format of an action's resource, from the Service Authorization Reference. */
function resourceTemplate(action: string): string {
  if (!/^kms:/i.test(action) || /:(CreateKey|List(Aliases|Keys))$/i.test(action)) return '*';
  const resource = /Alias$/i.test(action) ? 'alias/${Alias}' : 'key/${KeyId}';
  return `arn:\${Partition}:kms:\${Region}:\${Account}:${resource}`;
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}
