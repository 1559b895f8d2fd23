import pLimit from 'p-limit';
import type { AwsReader } from '../model/aws-reader.ts';
import type { Evidence, VersionEvidence } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import { keyStateOf, latestRecorded } from './expectations.ts';
import type { VerifyEffects, VerifyRequest } from './verify-request.ts';

/** One key and what AWS said about each of its versions. */
export interface KeyEvidence {
  readonly expectation: Expectation;
  readonly evidence: Readonly<Record<string, VersionEvidence>>;
}

/**
 * Looks at the keys, in their order, until time runs out: what is given back is the unbroken beginning that was
 * looked at to its end.
 */
export async function collectEvidence(
  expectations: readonly Expectation[],
  request: VerifyRequest,
  { reader, clock, deadline, concurrency }: VerifyEffects,
): Promise<KeyEvidence[]> {
  const limit = pLimit(concurrency);
  const policyRead = new Set<string>();
  // The first keys are begun in any case: a sequence of calls must get on, however little time each has.
  const due = (index: number) => index < concurrency || deadline === null || clock.now() < deadline;
  const looked = await Promise.all(
    expectations.map((expectation, index) =>
      limit(async () => {
        if (!due(index)) return null;
        const key = await collectKeyEvidence(expectation, request, reader, policyRead);
        return cutOff(key) ? null : key;
      }),
    ),
  );
  const end = looked.indexOf(null);
  return (end === -1 ? looked : looked.slice(0, end)) as KeyEvidence[];
}

/**
 * Asks KMS about every version of one key.
 *
 * @param policyRead the providers of which one key policy has been read, which is enough at the depth `standard`
 */
export async function collectKeyEvidence(
  expectation: Expectation,
  request: VerifyRequest,
  reader: AwsReader,
  policyRead: Set<string>,
): Promise<KeyEvidence> {
  const latest = latestRecorded(expectation)?.version;
  const entries = await Promise.all(
    Object.entries(expectation.versions).map(async ([version, keyId]) => {
      const number = Number(version);
      const key = await reader.key(request.region, keyId);
      const alone = number === latest && key.ok && !policyRead.has(expectation.kms);
      if (alone) policyRead.add(expectation.kms);
      const evidence = await lookFurther(expectation, number, keyId, key, request, reader, alone);
      return [version, evidence] as const;
    }),
  );
  return { expectation, evidence: Object.fromEntries(entries) };
}

async function lookFurther(
  expectation: Expectation,
  version: number,
  keyId: string,
  key: VersionEvidence['key'],
  request: VerifyRequest,
  reader: AwsReader,
  policyIsDue: boolean,
): Promise<VersionEvidence> {
  if (!key.ok) return { key, policy: null, materials: null, public_key: null, replicas: {} };
  const { region, depth } = request;
  const { key_state, key_spec, origin, multi_region } = key.value;
  const full = depth === 'full';
  const hasMaterial = key_state === 'Enabled' || key_state === 'Disabled';
  const wantsHistory = full && hasMaterial && key_spec === 'SYMMETRIC_DEFAULT' && origin === 'EXTERNAL';
  // KMS refuses GetPublicKey for a disabled key.
  const wantsPublicKey =
    key_state === 'Enabled' &&
    keyStateOf(expectation, version) === 'Enabled' &&
    key_spec !== 'SYMMETRIC_DEFAULT' &&
    expectation.public_keys[String(version)] !== undefined;
  const replicaRegions = multi_region?.type === 'PRIMARY' ? expectation.replica_regions : [];
  const [policy, materials, public_key, replicas] = await Promise.all([
    full || policyIsDue ? reader.policy(region, keyId) : null,
    wantsHistory ? reader.materials(region, keyId) : null,
    wantsPublicKey ? reader.publicKey(region, keyId) : null,
    Promise.all(replicaRegions.map(async (replica) => [replica, await reader.key(replica, keyId)] as const)),
  ]);
  return { key, policy, materials, public_key, replicas: Object.fromEntries(replicas) };
}

/** Whether time ran out before some question about the key was answered. */
function cutOff({ evidence }: KeyEvidence): boolean {
  const aborted = (answer: Evidence<unknown> | null) =>
    answer !== null && !answer.ok && answer.failure.cause === 'aborted';
  return Object.values(evidence).some(({ key, policy, materials, public_key, replicas }) =>
    [key, policy, materials, public_key, ...Object.values(replicas)].some(aborted),
  );
}
