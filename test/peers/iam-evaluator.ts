import { pathToFileURL } from 'node:url';
import type { GeneratedSituation, PolicyStatement } from './permission-situations.ts';

/** `@cloud-copilot/iam-simulate`, as far as it is used here. */
interface IamSimulate {
  runSimulation(simulation: object, options: object): Promise<SimulationAnswer>;
}

interface SimulationAnswer {
  readonly resultType: 'error' | 'single' | 'wildcard';
  readonly overallResult?: 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';
  readonly errors?: unknown;
}

type Answer = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** The policies that an evaluation takes into account. */
interface EvaluatedPolicies {
  readonly identity: readonly PolicyStatement[];
  readonly boundary: readonly PolicyStatement[] | null;
  readonly scp: readonly PolicyStatement[] | null;
  /** Of the key; `null`: the resource has none. */
  readonly key: readonly PolicyStatement[] | null;
}

export interface EvaluatedRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** AWS's evaluation of a request, by software that others wrote. */
export type Evaluate = (
  situation: GeneratedSituation,
  policies: EvaluatedPolicies,
  request: EvaluatedRequest,
) => Promise<Answer>;

/** @param path of the package's entry file */
export async function loadEvaluator(path: string): Promise<Evaluate> {
  const { runSimulation } = (await import(pathToFileURL(path).href)) as IamSimulate;
  return async ({ account, kind }, { identity, boundary, scp, key }, { action, resource, context }) => {
    const principal =
      kind === 'user'
        ? `arn:aws:iam::${account}:user/vault`
        : `arn:aws:sts::${account}:assumed-role/vault/session`;
    const simulation = {
      request: { principal, action, resource: { resource, accountId: account }, contextVariables: context },
      identityPolicies: [named('own', identity)],
      serviceControlPolicies: scp === null ? [] : [{ orgIdentifier: 'r-1', policies: [named('scp', scp)] }],
      resourceControlPolicies: [],
      ...(key === null ? {} : { resourcePolicy: document(key) }),
      ...(boundary === null ? {} : { permissionBoundaryPolicies: [named('boundary', boundary)] }),
    };
    const { overallResult, errors } = await runSimulation(simulation, { simulationMode: 'Strict' });
    if (overallResult === undefined) throw new Error(JSON.stringify(errors));
    return overallResult === 'Allowed'
      ? 'allowed'
      : overallResult === 'ExplicitlyDenied'
        ? 'explicitDeny'
        : 'implicitDeny';
  };
}

function document(Statement: readonly PolicyStatement[]) {
  return { Version: '2012-10-17', Statement };
}

function named(name: string, statements: readonly PolicyStatement[]) {
  return { name, policy: document(statements) };
}
