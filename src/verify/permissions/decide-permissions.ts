import type { AwsReader } from '../../model/aws-reader.ts';
import type { Evidence, KmsAlias, KmsKey, PolicyDocument } from '../../model/evidence.ts';
import { found } from '../../model/evidence.ts';
import type {
  HistoryRow,
  Observation,
  PermissionEvidence,
  SimulationRow,
} from '../../model/permission-evidence.ts';
import { accountOf } from '../../model/principal.ts';
import type { PermissionReport } from '../../model/report.ts';
import type { AuditedPrincipal } from '../audited-principal.ts';
import type { KeyEvidence } from '../collect-evidence.ts';
import type { PermissionsRequest } from '../verify-request.ts';
import { decideAction } from './decide-action.ts';
import type { PermissionNeed } from './permission-sets.ts';
import { permissionNeeds } from './permission-sets.ts';
import type { SimulationSubject } from './simulation-queries.ts';
import { canSimulate, simulationQueries, simulationResources } from './simulation-queries.ts';

/** So many keys stand for all of them at the depth `standard`. */
const sampleSize = 20;

/** What the run has seen already, and who is judged. */
export interface PermissionInput {
  readonly region: string;
  readonly account_id: string | null;
  readonly depth: 'standard' | 'full';
  readonly audited: AuditedPrincipal;
  readonly keys: readonly KeyEvidence[];
  readonly aliases: Evidence<readonly KmsAlias[]>;
}

/** Decides every action of the request for the judged principal, in as few calls as that takes. */
export async function decidePermissions(
  request: PermissionsRequest,
  input: PermissionInput,
  reader: AwsReader,
): Promise<readonly PermissionReport[]> {
  const needs = permissionNeeds(request.sets, request.actions);
  const evidence = await gather(needs, request, input, reader);
  const rows = needs.map((need) => decideAction(need, evidence));
  if (!request.history || evidence.principal_arn === null) return rows;
  const open = needs.filter((_, index) => rows[index]?.decision === 'indeterminate');
  const history = await remember(open, evidence.principal_arn, input.region, reader);
  return needs.map((need) => decideAction(need, { ...evidence, history }));
}

async function gather(
  needs: readonly PermissionNeed[],
  request: PermissionsRequest,
  input: PermissionInput,
  reader: AwsReader,
): Promise<PermissionEvidence> {
  const { audited, keys } = input;
  const found = keys.flatMap(({ evidence }) =>
    Object.values(evidence).flatMap(({ key }) => (key.ok ? [key.value] : [])),
  );
  const sample = input.depth === 'full' ? found : spread(found, sampleSize);
  const subject = subjectOf(input, sample);
  const simulates = request.method !== 'probe' && audited.principal_arn !== null;
  const probes = request.method !== 'simulate' && audited.is_verifier;
  const [simulation, key_policies, probed] = await Promise.all([
    simulates ? simulate(audited.principal_arn!, needs, subject, reader) : null,
    policiesOf(input, sample, reader),
    probes ? probe(needs, sample, input.region, reader) : [],
  ]);
  const seen = audited.is_verifier ? observe(input) : [];
  return {
    principal_arn: audited.principal_arn,
    account_id: input.account_id ?? (sample[0] === undefined ? null : accountOf(sample[0].arn)),
    resources: simulationResources(subject),
    simulation,
    key_policies,
    observations: [...seen.filter(({ outcome }) => probes || outcome === 'refused'), ...probed],
    history: null,
  };
}

function subjectOf(
  { region, account_id, audited, keys }: PermissionInput,
  sample: readonly KmsKey[],
): SimulationSubject {
  const arn = sample[0]?.arn ?? audited.principal_arn ?? 'arn:aws:iam::000000000000:root';
  const aliases = keys.slice(0, sampleSize).map(({ expectation }) => expectation.alias);
  return {
    principal_arn: audited.principal_arn ?? arn,
    partition: arn.split(':')[1] ?? 'aws',
    region,
    account_id: account_id ?? accountOf(arn) ?? '000000000000',
    key_arns: sample.map((key) => key.arn),
    aliases,
    key_spec: sample[0]?.key_spec ?? 'SYMMETRIC_DEFAULT',
    key_usage: sample[0]?.key_usage ?? 'ENCRYPT_DECRYPT',
    multi_region: sample.some(({ multi_region }) => multi_region !== null),
  };
}

async function simulate(
  principalArn: string,
  needs: readonly PermissionNeed[],
  subject: SimulationSubject,
  reader: AwsReader,
): Promise<Evidence<readonly SimulationRow[]>> {
  if (!canSimulate(principalArn))
    return {
      ok: false,
      failure: {
        cause: 'unsupported',
        code: 'InvalidInput',
        message: `IAM simulates users and roles only, not ${principalArn}`,
        action: 'iam:SimulatePrincipalPolicy',
      },
    };
  const rows: SimulationRow[] = [];
  for (const query of simulationQueries(needs, subject)) {
    const answer = await reader.simulate(principalArn, query);
    if (!answer.ok) return answer;
    rows.push(...answer.value);
  }
  return found(rows);
}

/** The policies that the key checks have read; else that of one key, so that none is taken for granted. */
async function policiesOf(
  { keys, region }: PermissionInput,
  sample: readonly KmsKey[],
  reader: AwsReader,
): Promise<Record<string, Evidence<PolicyDocument>>> {
  const read = keys.flatMap(({ evidence }) =>
    Object.values(evidence).flatMap(({ key, policy }) =>
      key.ok && policy !== null ? [[key.value.arn, policy] as const] : [],
    ),
  );
  const [first] = sample;
  if (read.length > 0 || first === undefined) return Object.fromEntries(read);
  return { [first.arn]: await reader.policy(region, first.key_id) };
}

/** What the run's own calls have shown about the one who looks. */
function observe({ keys, aliases }: PermissionInput): Observation[] {
  const described = keys.flatMap(({ evidence }) => Object.values(evidence).map(({ key }) => key));
  return [
    ...described.flatMap((answer) =>
      observation('kms:DescribeKey', answer, answer.ok ? answer.value.arn : ''),
    ),
    ...observation('kms:ListAliases', aliases, '*'),
  ];
}

function observation(action: string, answer: Evidence<unknown>, resource: string): Observation[] {
  if (answer.ok) return [{ action, outcome: 'worked', detail: resource }];
  const { cause, message } = answer.failure;
  // Only AWS's word on authorization counts: a NotFound proves nothing.
  return cause === 'denied' ? [{ action, outcome: 'refused', detail: message }] : [];
}

/** `GetPublicKey` on a symmetric key: refused as unsupported means that it was authorized. */
async function probe(
  needs: readonly PermissionNeed[],
  sample: readonly KmsKey[],
  region: string,
  reader: AwsReader,
): Promise<Observation[]> {
  const action = 'kms:GetPublicKey';
  const key = sample.find(({ key_state }) => key_state === 'Enabled');
  if (key === undefined || !needs.some((need) => need.action === action)) return [];
  const answer = await reader.publicKey(region, key.key_id);
  if (!answer.ok && answer.failure.cause === 'unsupported')
    return [{ action, outcome: 'worked', detail: key.arn }];
  return observation(action, answer, key.arn);
}

async function remember(
  needs: readonly PermissionNeed[],
  principalArn: string,
  region: string,
  reader: AwsReader,
): Promise<Evidence<readonly HistoryRow[]>> {
  const rows: HistoryRow[] = [];
  for (const { action } of needs) {
    const answer = await reader.history(region, principalArn, action);
    if (!answer.ok) return answer;
    rows.push(answer.value);
  }
  return found(rows);
}

/** At most `size` of them, evenly spread. */
function spread<T>(list: readonly T[], size: number): T[] {
  if (list.length <= size) return [...list];
  return Array.from({ length: size }, (_, index) => list[Math.floor((index * list.length) / size)]!);
}
