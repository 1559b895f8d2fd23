import type { AwsReader } from '../../model/aws-reader.ts';
import type { Evidence, EvidenceFailure } from '../../model/evidence.ts';
import { failed, found } from '../../model/evidence.ts';
import type { ContextEntry, SimulationQuery, SimulationRow } from '../../model/permission-evidence.ts';
import { parsePrincipal } from '../../model/principal.ts';
import { contextEntries } from './request-context.ts';
import type { PermissionTarget } from './targets.ts';

/** IAM rejects calls with many resources. Source: https://github.com/nccgroup/PMapper/issues/6 */
const resourcesPerCall = 20;

export type Simulations = ReadonlyMap<PermissionTarget, Evidence<SimulationRow>>;

/**
 * Simulates each target, in as few calls as the contexts of their requests allow: what a request does not carry is
 * not given to its simulation.
 *
 * @param withAll also gives the values that only some policies ask for, such as a key's tags
 */
export async function simulateTargets(
  principalArn: string,
  targets: readonly PermissionTarget[],
  withAll: boolean,
  reader: AwsReader,
): Promise<Simulations> {
  const results = new Map<PermissionTarget, Evidence<SimulationRow>>();
  let failure = canSimulate(principalArn) ? null : unsupported(principalArn);
  const simulate = async (group: Group) => {
    const answer: Evidence<readonly SimulationRow[]> =
      failure === null ? await reader.simulate(principalArn, group.query) : failed(failure);
    if (!answer.ok && isFinal(answer.failure)) failure = answer.failure;
    for (const target of group.targets) results.set(target, answer.ok ? rowOf(target, answer.value) : answer);
  };
  for (const group of groupsOf(targets, withAll)) {
    await simulate(group);
    const leftOut = group.targets.filter((target) => isLeftOut(results.get(target)));
    if (group.query.resources.length > 1)
      for (const alone of aloneGroups(group, leftOut)) await simulate(alone);
  }
  return results;
}

/** A resource that an answer left out is asked about alone: ministack's IAM evaluates the first of a call only. */
function aloneGroups({ query }: Group, leftOut: readonly PermissionTarget[]): Group[] {
  return groupBy(leftOut, ({ resource }) => resource).map(([resource, targets]) => ({
    query: { ...query, actions: targets.map(({ action }) => action), resources: [resource] },
    targets,
  }));
}

function isLeftOut(evidence: Evidence<SimulationRow> | undefined): boolean {
  return evidence?.ok === false && evidence.failure.code === 'NoResult';
}

interface Group {
  readonly query: SimulationQuery;
  readonly targets: readonly PermissionTarget[];
}

/** Targets with one context, where each action is asked on the same resources. */
function groupsOf(targets: readonly PermissionTarget[], withAll: boolean): Group[] {
  const byContext = groupBy(targets, ({ context }) => JSON.stringify(contextEntries(context, withAll)));
  return byContext.flatMap(([context, same]) => {
    const byAction = groupBy(same, ({ action }) => action);
    const byResources = groupBy(byAction, ([, list]) => JSON.stringify(list.map(({ resource }) => resource)));
    return byResources.flatMap(([, actions]) =>
      chunksOf(actions[0]![1].map(({ resource }) => resource)).map((resources) =>
        groupOf(actions, resources, JSON.parse(context) as ContextEntry[]),
      ),
    );
  });
}

function groupOf(
  actions: readonly (readonly [string, readonly PermissionTarget[]])[],
  resources: readonly string[],
  context: readonly ContextEntry[],
): Group {
  const wanted = new Set(resources);
  return {
    query: {
      actions: actions.map(([action]) => action),
      resources: resources.filter((resource) => resource !== '*'),
      context,
    },
    targets: actions.flatMap(([, list]) => list.filter(({ resource }) => wanted.has(resource))),
  };
}

function groupBy<T>(list: readonly T[], keyOf: (entry: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const entry of list) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups];
}

function chunksOf<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / resourcesPerCall) }, (_, index) =>
    list.slice(index * resourcesPerCall, (index + 1) * resourcesPerCall),
  );
}

function rowOf(target: PermissionTarget, rows: readonly SimulationRow[]): Evidence<SimulationRow> {
  const same = rows.filter(({ action }) => action.toLowerCase() === target.action.toLowerCase());
  const row =
    same.find(({ resource }) => resource === target.resource) ??
    same.find(({ resource }) => resource === '*');
  if (row !== undefined) return found(row);
  return failed({
    cause: 'other',
    code: 'NoResult',
    message: `the answer has no result for ${target.action} on ${target.resource}`,
    action: 'iam:SimulatePrincipalPolicy',
  });
}

/** Whether every further simulation of this principal would fail in the same way. */
function isFinal({ cause }: EvidenceFailure): boolean {
  return cause !== 'other' && cause !== 'unsupported';
}

function canSimulate(principalArn: string): boolean {
  const kind = parsePrincipal(principalArn)?.kind;
  return kind === 'user' || kind === 'role';
}

function unsupported(principalArn: string): EvidenceFailure {
  return {
    cause: 'unsupported',
    code: 'InvalidInput',
    message: `IAM simulates users and roles only, not ${principalArn}`,
    action: 'iam:SimulatePrincipalPolicy',
  };
}
