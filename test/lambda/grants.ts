import { readFile } from 'node:fs/promises';
import { cloudFormation, resolved, type Template } from '../support/cloudformation.ts';
import { account, region } from './support.ts';

/** One action that a policy of the template allows on one resource. */
export interface Grant {
  /** The role or policy that says so, by its logical id. */
  readonly holder: string;
  /** The service that it is said to; `null`: whoever has the role. */
  readonly service: string | null;
  readonly action: string;
  /** `null`: the holder itself. */
  readonly resource: string | null;
  readonly condition: object | null;
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource?: string | string[];
  readonly Principal?: { readonly Service: string };
  readonly Condition?: object;
}

const template = cloudFormation(await readFile('lambda/template.yaml', 'utf8'));

/** lambda/template.yaml, deployed in the tests' account with everything that it has. */
export function deployed(given: Readonly<Record<string, string>>): Template {
  return resolved(template, {
    'AWS::Partition': 'aws',
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::StackName': 'verifier',
    SecurityHub: 'enabled',
    Fleet: 'enabled',
    ConfigRule: 'enabled',
    ...given,
  });
}

/** Everything that the stack allows. */
export function grantsOf(stack: Template): Grant[] {
  return Object.keys(stack.Resources).flatMap((holder) =>
    documentsOf(stack, holder).flatMap(({ Statement }) =>
      Statement.filter(({ Effect }: Template) => Effect === 'Allow')
        .flatMap(split)
        .map((one: Template) => grantOf(holder, one)),
    ),
  );
}

/** The stack where a grant is for these resources instead; for none: taken away. */
export function regrant(stack: Template, grant: Grant, resources: readonly string[]): Template {
  const changed = structuredClone(stack);
  for (const document of documentsOf(changed, grant.holder))
    document.Statement = document.Statement.flatMap(split).flatMap((one: Template) =>
      shown(grantOf(grant.holder, one)) === shown(grant)
        ? resources.map((Resource) => ({ ...one, Resource }))
        : [one],
    );
  return changed;
}

export function shown({ holder, service, action, resource, condition }: Grant): string {
  const text = `${service ?? holder}: ${action} on ${resource ?? holder}`;
  return condition === null ? text : `${text} if ${JSON.stringify(condition)}`;
}

/** The policies of a role by their names. */
export function policiesOf(stack: Template, role: string): Record<string, unknown> {
  const policies: Template[] = stack.Resources[role].Properties.Policies;
  return Object.fromEntries(policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument]));
}

/** Whether the code of a function needs it, not AWS on the function's behalf. */
export function isOwn({ holder, service, action }: Grant): boolean {
  return (
    service === null && /^(FunctionRole|FleetAggregateRole)$/.test(holder) && !/^(logs|events):/.test(action)
  );
}

function documentsOf(stack: Template, holder: string): Template[] {
  const { AssumeRolePolicyDocument, Policies = [], PolicyDocument } = stack.Resources[holder].Properties;
  const own = Policies.map((policy: Template) => policy.PolicyDocument);
  return [AssumeRolePolicyDocument, PolicyDocument, ...own].filter((one) => one !== undefined);
}

function split(statement: Statement): Statement[] {
  const { Action, Resource, ...rest } = statement;
  return [Action]
    .flat()
    .flatMap((one) =>
      Resource === undefined
        ? [{ ...rest, Action: one }]
        : [Resource].flat().map((resource) => ({ ...rest, Action: one, Resource: resource })),
    );
}

function grantOf(holder: string, { Action, Resource, Principal, Condition }: Statement): Grant {
  return {
    holder,
    service: Principal?.Service ?? null,
    action: Action as string,
    resource: (Resource as string | undefined) ?? null,
    condition: Condition ?? null,
  };
}
