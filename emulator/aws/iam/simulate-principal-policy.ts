import * as v from 'valibot';
import { parseArn } from '../arn.ts';
import type { Directory } from '../directory.ts';
import { AwsError } from '../errors.ts';
import type { Identity } from '../identity.ts';
import { byIndex, pageOf } from '../page.ts';
import { contextOf } from '../policy/context.ts';
import { identityPolicySchema, parsePolicy } from '../policy/document.ts';
import {
  aggregate,
  type SimulatedDecision,
  type SimulatedPolicies,
  type Simulation,
  simulate,
} from '../policy/simulate.ts';
import type { NamedPolicy } from '../policy/statements.ts';
import { operation, type ServiceCall } from '../service.ts';
import { text, wholeNumber } from '../validate.ts';

const policyList = v.array(text(1, 131072));
export const pageInput = {
  MaxItems: v.optional(wholeNumber(1, 1000), '100'),
  Marker: v.optional(text(1, 320)),
};

const simulateInput = v.object({
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

/**
 * Simulates the policies of a user or role: one result per action, with the decision on each resource inside it.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export const simulatePrincipalPolicy = operation(simulateInput, (call, input) => {
  call.allow(input.PolicySourceArn);
  const wildcard = input.ActionNames.find((action) => !/^[\w-]+:\w+$/.test(action));
  if (wildcard !== undefined) throw new AwsError('InvalidInput', `Invalid Action: ${wildcard}`);
  const policies = policiesOf(call.directory, identityOf(call, input.PolicySourceArn), input);
  const entries = input.ContextEntries.map((one) => ({ [one.ContextKeyName]: one.ContextKeyValues }));
  const context = contextOf(...entries);
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
});

/** @throws {AwsError} `InvalidInput` for anything but a user's or role's ARN, `NoSuchEntity` */
function identityOf({ directory, caller }: ServiceCall, source: string): Identity {
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

function policiesOf(
  directory: Directory,
  identity: Identity,
  input: v.InferOutput<typeof simulateInput>,
): SimulatedPolicies {
  const given = input.PermissionsBoundaryPolicyInputList;
  const attached = identity.policies.map(({ name, policy }) => ({
    name: `${identity.kind}_${identity.name}_${name}`,
    policy,
  }));
  return {
    identity: [...attached, ...parsed('PolicyInputList', input.PolicyInputList)],
    boundary:
      given === undefined
        ? identity.boundary && [identity.boundary]
        : parsed('PermissionsBoundaryPolicyInputList', given),
    scps: directory.scps(identity.account),
  };
}

function parsed(name: string, documents: readonly string[]): NamedPolicy[] {
  return documents.map((document, index) => {
    const own = `${name}.${index + 1}`;
    const problemOf = (why: string) => `${own} is not a valid policy: ${why}`;
    return { name: own, policy: parsePolicy(identityPolicySchema, document, 'InvalidInput', problemOf) };
  });
}

function evaluationResult(action: string, simulations: readonly Simulation[]): object {
  const decision = aggregate(simulations.map((one) => one.decision));
  const organization = detail(
    'AllowedByOrganizations',
    simulations.map((one) => one.allowed_by_organization),
  );
  return {
    EvalActionName: action,
    EvalResourceName: resourceTemplate(action),
    EvalDecision: decision,
    ...common(simulations, decision),
    OrganizationsDecisionDetail: organization,
    ResourceSpecificResults: simulations.some(({ resource }) => resource !== '*')
      ? simulations.map((one) => ({
          EvalResourceName: one.resource,
          EvalResourceDecision: one.decision,
          ...common([one], one.decision),
        }))
      : undefined,
  };
}

/** What the result of an action and that of one resource have in common. */
function common(simulations: readonly Simulation[], decision: SimulatedDecision): object {
  const deciding = simulations.filter((one) => one.decision === decision);
  const boundary = simulations.map((one) => one.allowed_by_boundary);
  return {
    MatchedStatements: statements(deciding),
    MissingContextValues: unique(simulations.flatMap(({ missing }) => missing)),
    PermissionsBoundaryDecisionDetail: detail('AllowedByPermissionsBoundary', boundary),
  };
}

/** `undefined` when there are no policies of this kind. */
function detail(name: string, allowed: readonly (boolean | null)[]): object | undefined {
  return allowed.includes(null) ? undefined : { [name]: allowed.every((one) => one) };
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
