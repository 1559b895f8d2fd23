import pLimit from 'p-limit';
import type { AwsReader } from '../model/aws-reader.ts';
import type { Evidence, KmsKey, VersionEvidence } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import { latestUsage } from './checks/last-use.ts';
import { keyStateOf, latestRecorded, recordId } from './expectations.ts';
import { policySamples } from './policy-samples.ts';
import { useCanary } from './use-canary.ts';
import type { VerifyEffects, VerifyRequest } from './verify-request.ts';

/** The most KMS keys whose last use is read: AWS answers five of these calls a second, to the whole account. */
const mostUsages = 100;

/** One key and the evidence about each of its versions. */
export interface KeyEvidence {
  readonly expectation: Expectation;
  readonly evidence: Readonly<Record<string, VersionEvidence>>;
}

/**
 * Reads the keys in their order until time runs out. Each key is evaluated as soon as it is read, so that its evidence
 * need not be kept until all keys are read.
 *
 * @returns the evaluations of the keys from the start of the list that were read completely, without a gap
 */
export async function collectEvidence<T extends object>(
  expectations: readonly Expectation[],
  request: VerifyRequest,
  { reader, clock, deadline, concurrency }: VerifyEffects,
  evaluate: (key: KeyEvidence) => Promise<T>,
): Promise<T[]> {
  const limit = pLimit(concurrency);
  const samples =
    request.depth === 'full'
      ? new Map()
      : await policySamples(request.expectations, new Set(expectations), request.region, reader);
  const usageDue = firstVersions(expectations, mostUsages);
  // The first keys are always read: each call of a sequence must make progress, however little time it has.
  const due = (index: number) => index < concurrency || deadline === null || clock.now() < deadline;
  const evaluated = await Promise.all(
    expectations.map(async (expectation, index) => {
      const key = await limit(async () => {
        if (!due(index)) return null;
        const known = samples.get(recordId(expectation)) ?? null;
        return collectKeyEvidence(expectation, request, reader, {
          known,
          policy: known !== null,
          usage: (request.depth === 'full' || request.usage === true) && usageDue.has(expectation),
        });
      });
      return key === null || isCutOff(key) ? null : evaluate(key);
    }),
  );
  const end = evaluated.indexOf(null);
  return (end === -1 ? evaluated : evaluated.slice(0, end)) as T[];
}

interface FurtherReads {
  /** DescribeKey's answer for the latest version; `null`: it has not been read yet. */
  readonly known: Evidence<KmsKey> | null;
  /** The key policy of the latest version. */
  readonly policy: boolean;
  /** When each version was last used. */
  readonly usage: boolean;
}

/**
 * Reads every version of one key from KMS.
 *
 * @param reads what is read beside what the depth asks for
 */
export async function collectKeyEvidence(
  expectation: Expectation,
  request: VerifyRequest,
  reader: AwsReader,
  reads: FurtherReads,
): Promise<KeyEvidence> {
  const latest = latestRecorded(expectation)?.version;
  const entries = await Promise.all(
    Object.entries(expectation.versions).map(async ([version, keyId]) => {
      const number = Number(version);
      const isLatest = number === latest;
      const key = (isLatest ? reads.known : null) ?? (await reader.key(request.region, keyId));
      const [evidence, usage] = await Promise.all([
        collectDetails(expectation, number, keyId, key, request, reader, isLatest && reads.policy),
        reads.usage && key.ok ? collectUsage(expectation, keyId, request.region, reader) : null,
      ]);
      // Its own use would count as the last one.
      const canary =
        request.canary && key.ok
          ? await useCanary(expectation, number, key.value, request.region, reader)
          : null;
      return [version, { ...evidence, usage, ...(canary && { canary }) }] as const;
    }),
  );
  return { expectation, evidence: Object.fromEntries(entries) };
}

/** KMS records the use of a multi-region key in each of its regions. */
async function collectUsage(
  { replica_regions }: Expectation,
  keyId: string,
  region: string,
  reader: AwsReader,
): Promise<VersionEvidence['usage']> {
  const regions = [region, ...replica_regions];
  return latestUsage(await Promise.all(regions.map((one) => reader.lastUsage(one, keyId))));
}

/** The keys from the start of the list that have at most so many versions together. */
function firstVersions(expectations: readonly Expectation[], most: number): ReadonlySet<Expectation> {
  let count = 0;
  return new Set(
    expectations.filter(({ versions }) => {
      count += Object.keys(versions).length;
      return count <= most;
    }),
  );
}

async function collectDetails(
  expectation: Expectation,
  version: number,
  keyId: string,
  key: VersionEvidence['key'],
  request: VerifyRequest,
  reader: AwsReader,
  policyIsDue: boolean,
): Promise<VersionEvidence> {
  if (!key.ok) return nothingRead(key);
  const { region, depth } = request;
  const { key_state, key_spec, origin, multi_region } = key.value;
  const full = depth === 'full';
  const hasMaterial = key_state === 'Enabled' || key_state === 'Disabled';
  const wantsHistory = full && hasMaterial && key_spec === 'SYMMETRIC_DEFAULT' && origin === 'EXTERNAL';
  // KMS rejects GetPublicKey for a disabled key.
  const wantsPublicKey =
    key_state === 'Enabled' &&
    keyStateOf(expectation, version) === 'Enabled' &&
    key_spec !== 'SYMMETRIC_DEFAULT' &&
    expectation.public_keys[String(version)] !== undefined;
  const replicaRegions = multi_region?.type === 'PRIMARY' ? expectation.replica_regions : [];
  const [policies, materials, public_key, grants, replicas] = await Promise.all([
    full || policyIsDue ? collectPolicy(region, keyId, reader) : null,
    wantsHistory ? reader.materials(region, keyId) : null,
    wantsPublicKey ? reader.publicKey(region, keyId) : null,
    full ? reader.grants(region, keyId) : null,
    Promise.all(replicaRegions.map(async (replica) => [replica, await reader.key(replica, keyId)] as const)),
  ]);
  const { policy, public_access } = policies ?? { policy: null, public_access: null };
  const replica_policies = full ? await policiesOf(replicas, keyId, reader) : none;
  return {
    key,
    policy,
    public_access,
    materials,
    public_key,
    grants,
    usage: null,
    replicas: replicas.length === 0 ? none : Object.fromEntries(replicas),
    replica_policies,
  };
}

/** The key policy, and what Access Analyzer says about it. */
async function collectPolicy(
  region: string,
  keyId: string,
  reader: AwsReader,
): Promise<Pick<VersionEvidence, 'policy' | 'public_access'>> {
  const policy = await reader.policy(region, keyId);
  return { policy, public_access: policy.ok ? await reader.publicAccess(region, policy.value) : null };
}

async function policiesOf(
  replicas: readonly (readonly [string, VersionEvidence['key']])[],
  keyId: string,
  reader: AwsReader,
): Promise<VersionEvidence['replica_policies']> {
  const found = replicas.filter(([, replica]) => replica.ok);
  const read = found.map(async ([region]) => [region, await reader.policy(region, keyId)] as const);
  return Object.fromEntries(await Promise.all(read));
}

/** One for all versions without replicas, of which there may be a hundred thousand. */
const none = {};

/** The evidence of a version of which nothing but DescribeKey's answer is known. */
export function nothingRead(key: VersionEvidence['key']): VersionEvidence {
  return {
    key,
    policy: null,
    public_access: null,
    materials: null,
    public_key: null,
    grants: null,
    usage: null,
    replicas: none,
    replica_policies: none,
  };
}

/** Whether time ran out before all of the key was read, its last use aside, which only makes notices. */
function isCutOff({ evidence }: KeyEvidence): boolean {
  const isAborted = (result: Evidence<unknown> | null) =>
    result !== null && !result.ok && result.failure.cause === 'aborted';
  return Object.values(evidence).some((version) =>
    [
      version.key,
      version.policy,
      version.public_access,
      version.materials,
      version.public_key,
      version.grants,
      version.canary?.answer ?? null,
      ...Object.values(version.replicas),
      ...Object.values(version.replica_policies),
    ].some(isAborted),
  );
}
