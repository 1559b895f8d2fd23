import type { Desired, DesiredMount, DesiredProvider, VerifySettings } from '../../model/desired.ts';
import type { Env } from '../../model/effects.ts';
import { distributionId, providerId } from '../../model/id.ts';
import type { Live, LiveDistribution, LiveMount } from '../../model/live.ts';
import { liveIndex } from '../../plan/live-index.ts';
import type { PlanEvidence, ReplicaEvidence } from '../../plan/plan-evidence.ts';
import type { StepTarget } from '../../plan/step-target.ts';
import type { ReaderIdentity } from '../../verifier/open-reader.ts';
import { failureRemedy } from '../../verify/failure-remedy.ts';
import type { JobEffects } from './job.ts';

/**
 * Reads from AWS what Vault does not return, only where a plan depends on it: the replicas of distributed multi-region
 * keys, and the aliases that KMS still holds of declared keys that Vault does not have. No answer of AWS stops the run.
 */
export async function readAwsForPlan(
  desired: Desired,
  live: Live,
  identities: PlanIdentities,
  effects: Pick<JobEffects, 'env' | 'clock'>,
): Promise<Pick<PlanEvidence, 'replicas' | 'aliases'>> {
  const questions = desired.mounts.flatMap((mount, index) => questionsOf(mount, live.mounts[index]!));
  const replicas = new Map<string, ReplicaEvidence>();
  const aliases = new Map<string, readonly string[]>();
  if (questions.length === 0) return { replicas, aliases };
  const open = await readerOpener(identities, effects);
  const { missingReplicas } = await import('../../verifier/open-reader.ts');
  await Promise.all(
    questions.map(async ({ id, provider, replicated, lost }) => {
      const reader = await open(id, provider, replicated.length === 0 ? aliasBudget : replicaBudget);
      if ('unknown' in reader) {
        for (const { id } of replicated) replicas.set(id, reader);
        return;
      }
      const [held] = await Promise.all([
        lost ? reader.aliases(provider.key_collection) : null,
        ...replicated.map(async ({ id, regions, record }) =>
          replicas.set(id, await missingReplicas(reader, Object.values(record.versions), regions)),
        ),
      ]);
      if (!held?.ok) return;
      const names = held.value.map(({ name }) => name);
      aliases.set(id, names);
    }),
  );
  return { replicas, aliases };
}

/** Whether AWS has each replica of a distributed key; `false` where it could not be read. */
export async function hasReplicas(
  { mount, provider, declared }: Pick<StepTarget, 'mount' | 'provider' | 'declared'>,
  record: LiveDistribution,
  identities: PlanIdentities,
  effects: Pick<JobEffects, 'env' | 'clock'>,
): Promise<boolean> {
  const open = await readerOpener(identities, effects);
  const { missingReplicas } = await import('../../verifier/open-reader.ts');
  const reader = await open(providerId(mount, provider!.name), provider!, aliasBudget);
  if ('unknown' in reader) return false;
  const evidence = await missingReplicas(reader, Object.values(record.versions), declared!.replica_regions);
  return 'missing' in evidence && evidence.missing.length === 0;
}

/** Which identities may read AWS for a plan. */
export interface PlanIdentities {
  /** The verifier identity of providers that declare none. */
  readonly common: VerifySettings;
  /** The ids of the providers whose credentials AWS did not identify. */
  readonly unidentified: ReadonlySet<string>;
}

/** How long, in milliseconds, the reads of one provider may take. Aliases are one call, replicas are many. */
const aliasBudget = 2_000;
const replicaBudget = 10_000;

/**
 * Opens a reader of a provider's region, or says why there is none.
 *
 * @param prefer which identity reads where there are both: the declared credentials are Vault's, whose least policy has
 *   no `kms:GetKeyLastUsage`
 */
export async function readerOpener(
  { common, unidentified }: PlanIdentities,
  { env, clock }: Pick<JobEffects, 'env' | 'clock'>,
  prefer: 'declared' | 'verifier' = 'declared',
) {
  const [{ openReader }, { openSharedConnections }] = await Promise.all([
    import('../../verifier/open-reader.ts'),
    import('../../aws/aws-effects.ts'),
  ]);
  const effects = { env, clock, run_id: env['GITHUB_RUN_ID'] || null, shared: openSharedConnections(clock) };
  return async (id: string, provider: DesiredProvider, budget: number) => {
    if (unidentified.has(id)) return notIdentified;
    const identity = readerIdentity(provider, common, env, prefer);
    if (identity === null) return noIdentity;
    const reader = await openReader(identity, provider.key_collection, effects, budget);
    return reader.ok
      ? reader.value
      : { unknown: reader.failure.message, remedy: failureRemedy(reader.failure) };
  };
}

const notIdentified = {
  unknown: 'AWS did not identify the declared credentials',
  remedy: "Correct the provider's credentials.",
};
const noIdentity = {
  unknown: 'the run has no identity to read AWS with',
  remedy: 'Give it one: aws-actions/configure-aws-credentials in an earlier step, or `verify_role_arn`.',
};

/** What to ask AWS about one provider. */
interface Question {
  /** The provider's id. */
  readonly id: string;
  readonly provider: DesiredProvider;
  readonly replicated: readonly {
    readonly id: string;
    readonly regions: readonly string[];
    readonly record: LiveDistribution;
  }[];
  /** A declared key is not in Vault, and may have been there before. */
  readonly lost: boolean;
}

function questionsOf(mount: DesiredMount, live: LiveMount): Question[] {
  return mount.kms
    .map((provider): Question => {
      const { providers, key_names } = liveIndex(live);
      const records = providers.get(provider.name)?.distributions;
      const keys = mount.keys.filter(({ kms }) => kms === provider.name);
      return {
        id: providerId(mount, provider.name),
        provider,
        replicated: keys.flatMap(({ name, replica_regions: regions }) => {
          const record = records?.get(name);
          if (record === undefined || regions.length === 0) return [];
          return [{ id: distributionId(mount, provider.name, name), regions, record }];
        }),
        lost: keys.some(({ name }) => !key_names.has(name)),
      };
    })
    .filter(({ replicated, lost }) => lost || replicated.length > 0);
}

/** `null`: the run has no AWS identity, and the SDK's credential chain would search for one in vain. */
function readerIdentity(
  provider: DesiredProvider,
  common: VerifySettings,
  env: Env,
  prefer: 'declared' | 'verifier',
): ReaderIdentity | null {
  const { credentials } = provider;
  const declared: ReaderIdentity | null = credentials === null ? null : { kind: 'declared', credentials };
  const verifier = verifierIdentity(provider, common, env);
  return prefer === 'declared' ? (declared ?? verifier) : (verifier ?? declared);
}

function verifierIdentity(
  { verify }: DesiredProvider,
  common: VerifySettings,
  env: Env,
): ReaderIdentity | null {
  const role_arn = verify.role_arn ?? common.role_arn;
  if (role_arn !== null) {
    return { kind: 'role', role_arn, external_id: verify.external_id ?? common.external_id };
  }
  return identityVariables.some((name) => env[name]) ? { kind: 'self' } : null;
}

/**
 * One of them is set where an earlier step, or the host of the runner, provides an identity.
 *
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
const identityVariables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_PROFILE',
] as const;
