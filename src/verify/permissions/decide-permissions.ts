import type { AwsReader } from '../../model/aws-reader.ts';
import type { Evidence, EvidenceFailure } from '../../model/evidence.ts';
import { showFailure } from '../../model/evidence.ts';
import type { Observation, OrganizationPolicies } from '../../model/permission-evidence.ts';
import { accountOf } from '../../model/principal.ts';
import type { Limit, PermissionReport } from '../../model/report.ts';
import { failureRemedy } from '../failure-remedy.ts';
import { lookUp } from '../key-policy/request.ts';
import type { PermissionsRequest } from '../verify-request.ts';
import { decideTarget } from './decide-target.ts';
import { type CloudTrail, openCloudTrail } from './from-cloudtrail.ts';
import { withGrants } from './grants.ts';
import { evidenceLimits } from './limits.ts';
import { observe, observed, probe } from './observations.ts';
import { askedKeys, asksOnDemand, namesUniqueIds, readAskedFacts } from './permission-facts.ts';
import { inconclusive, type PermissionFinding } from './permission-finding.ts';
import { permissionRow } from './permission-row.ts';
import { type PermissionNeed, permissionNeeds } from './permission-sets.ts';
import { type PermissionInput, permissionSubject } from './permission-subject.ts';
import { sampleKeys } from './sample-keys.ts';
import { type Simulations, simulateTargets } from './simulate-targets.ts';
import { type PermissionSubject, type PermissionTarget, targetsOf } from './targets.ts';

/** The decisions, and what the evidence for them cannot see. */
export interface PermissionDecisions {
  readonly rows: readonly PermissionReport[];
  readonly limits: readonly Limit[];
}

type Targets = ReadonlyMap<PermissionNeed, readonly PermissionTarget[]>;

/** What was read for all decisions. */
interface Gathered {
  readonly subject: PermissionSubject;
  readonly targets: Targets;
  readonly observations: readonly Observation[];
  /** `null`: the method leaves simulations out. */
  readonly simulations: Simulations | null;
  /** `null`: the account is in no organization, as far as IAM says. */
  readonly organization: Evidence<OrganizationPolicies> | null;
}

/** Decides each action of the request for the audited principal, on every resource that it has to be allowed on. */
export async function decidePermissions(
  request: PermissionsRequest,
  input: PermissionInput,
  reader: AwsReader,
): Promise<PermissionDecisions> {
  const needs = permissionNeeds(request.sets, request.actions);
  const { principal_arn } = input.audited;
  const same = (finding: PermissionFinding): PermissionDecisions => ({
    rows: needs.map((need) => permissionRow(need, [finding], input)),
    limits: [],
  });
  if (principal_arn === null) return same(noPrincipal);
  const foreign = otherAccount(principal_arn, input.account_id);
  if (foreign !== null) return same(foreign);
  const sample = sampleKeys(input.expectations, input.depth);
  const read = await permissionSubject(principal_arn, input, sample, reader);
  const gathered = await gather(needs, request, input, read, reader);
  const rows: PermissionReport[] = [];
  const cloudTrail = request.history ? openCloudTrail(principal_arn, read.keys, reader) : null;
  for (const need of needs) rows.push(await rowOf(need, input, gathered, cloudTrail, reader));
  const simulated = [...(gathered.simulations?.values() ?? [])].flatMap((row) => (row.ok ? [row.value] : []));
  return { rows, limits: evidenceLimits(principal_arn, simulated, gathered.organization, sample) };
}

async function gather(
  needs: readonly PermissionNeed[],
  { method }: PermissionsRequest,
  { audited, aliases }: PermissionInput,
  read: PermissionSubject,
  reader: AwsReader,
): Promise<Gathered> {
  const probes = method !== 'simulate' && audited.is_verifier;
  const shown = audited.is_verifier ? observe(read, aliases) : [];
  const observations = [
    ...shown.filter(({ outcome }) => probes || outcome === 'denied'),
    ...(probes ? await probe(needs, read, reader) : []),
  ];
  const targets = targetsFor(needs, read);
  const plain = { subject: read, targets, observations, organization: null };
  if (method === 'probe') return { ...plain, simulations: null };
  const first = await simulateTargets(read.principal_arn, [...targets.values()].flat(), false, reader);
  const organization = await organizationOf(first, read, reader);
  const levels = organization?.ok === true ? organization.value : [];
  const asked = askedKeys(first.values(), read.keys, levels);
  const subject = await readAskedFacts(read, asked, namesUniqueIds(read.keys), reader);
  const hasBoundary = [...first.values()].some((row) => row.ok && row.value.allowed_by_boundary !== null);
  const isKnown = subject === read && !asksOnDemand(asked) && !hasBoundary && organization === null;
  if (isKnown) return { ...plain, simulations: first, organization };
  const known = targetsFor(needs, subject);
  const simulations = await simulateAgain(first, targets, known, organization !== null, reader, subject);
  return { subject, targets: known, observations, simulations, organization };
}

function targetsFor(needs: readonly PermissionNeed[], subject: PermissionSubject): Targets {
  return new Map(needs.map((need) => [need, targetsOf(need, subject)]));
}

/** Simulates the targets again of which more is known than in the first simulation. */
async function simulateAgain(
  first: Simulations,
  before: Targets,
  after: Targets,
  isInOrganization: boolean,
  reader: AwsReader,
  { principal_arn }: PermissionSubject,
): Promise<Simulations> {
  const old = [...before.values()].flat();
  const pairs = [...after.values()].flat().map((target, index) => ({ target, row: first.get(old[index]!)! }));
  const isBetterKnown = ({ target, row }: (typeof pairs)[number]) =>
    row.ok &&
    (isInOrganization ||
      row.value.allowed_by_boundary !== null ||
      row.value.missing_context.some((key) => lookUp(target.context, key) !== 'unknown'));
  const again = pairs.filter(isBetterKnown).map(({ target }) => target);
  const kept = pairs.filter((pair) => !isBetterKnown(pair)).map(({ target, row }) => [target, row] as const);
  return new Map([...kept, ...(await simulateTargets(principal_arn, again, true, reader))]);
}

/** IAM says whether the account is in an organization with service control policies. */
async function organizationOf(
  simulations: Simulations,
  { account_id }: PermissionSubject,
  reader: AwsReader,
): Promise<Evidence<OrganizationPolicies> | null> {
  const applies = [...simulations.values()].some(
    (row) => row.ok && row.value.allowed_by_organization !== null,
  );
  return applies ? reader.organizationPolicies(account_id) : null;
}

async function rowOf(
  need: PermissionNeed,
  input: PermissionInput,
  { subject, targets, observations, simulations, organization }: Gathered,
  cloudTrail: CloudTrail | null,
  reader: AwsReader,
): Promise<PermissionReport> {
  const levels = organization?.ok === true ? organization.value : [];
  const decide = (target: PermissionTarget): PermissionFinding => {
    const shown = observed(target, observations, input.region);
    if (shown !== null) return shown;
    const simulation = simulations?.get(target);
    if (simulation === undefined) return notSimulated;
    if (!simulation.ok && simulation.failure.cause === 'not_found')
      return noSuchPrincipal(subject.principal_arn, simulation.failure, input.audited.unresolved);
    return decideTarget(target, { simulation, organization: levels }, subject);
  };
  const findings: PermissionFinding[] = [];
  for (const target of targets.get(need)!) {
    const finding = await withGrants(target, decide(target), subject.principal_arn, reader);
    findings.push(
      cloudTrail === null ? finding : await cloudTrail(target, finding, need.resources.includes('new_key')),
    );
  }
  return permissionRow(need, findings.length > 0 ? findings : [nothingToDecide], input);
}

const noPrincipal = inconclusive(
  'none',
  'no principal',
  'No principal is given whose permissions to audit.',
  'Set principal_arn, or give the credentials of Vault.',
);

const notSimulated = inconclusive(
  'none',
  'not simulated',
  'No read-only call shows this permission.',
  'Use the method simulate, and allow iam:SimulatePrincipalPolicy for the verifier identity.',
);

const nothingToDecide = inconclusive(
  'none',
  'no resource',
  'There is no resource to decide the action on.',
  'Run the check again once a key is distributed.',
);

function otherAccount(principalArn: string, account: string | null): PermissionFinding | null {
  const own = accountOf(principalArn);
  if (account === null || own === null || own === account) return null;
  return inconclusive(
    'simulate',
    'cross-account',
    `The principal belongs to the account ${own}, the keys to ${account}: a simulation does not reach across accounts.`,
    "Use a principal of the keys' account: keymgmt's actions do not work across accounts.",
  );
}

function noSuchPrincipal(
  principalArn: string,
  failure: EvidenceFailure,
  unresolved: EvidenceFailure | null,
): PermissionFinding {
  if (unresolved !== null)
    return inconclusive(
      'simulate',
      failure.code,
      `The role behind the session is not known by its path (${showFailure(unresolved)}), and there is no role ${principalArn}.`,
      `Allow iam:GetRole for the verifier identity, or set principal_arn to the role's ARN with its path. ${failureRemedy(unresolved)}`,
    );
  return inconclusive(
    'simulate',
    failure.code,
    `There is no such user or role: ${principalArn} (${showFailure(failure)}).`,
    "Correct principal_arn; a role's ARN includes its path.",
  );
}
