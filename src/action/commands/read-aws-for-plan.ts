import type { Desired, DesiredMount, DesiredProvider, VerifySettings } from '../../model/desired.ts';
import type { Env } from '../../model/effects.ts';
import { distributionId, providerId } from '../../model/id.ts';
import type { Live, LiveDistribution, LiveMount } from '../../model/live.ts';
import type { PlanEvidence, ReplicaEvidence } from '../../plan/plan-evidence.ts';
import type { ReaderIdentity } from '../../verifier/open-reader.ts';
import type { JobEffects } from './job.ts';

/**
 * Reads from AWS what Vault does not return, only where a plan depends on it: the replicas of distributed multi-region
 * keys, and the aliases that KMS still holds of declared keys that Vault does not have. No answer of AWS stops the run.
 *
 * @param identities `common`: the verifier identity of providers that declare none; `unidentified`: the providers whose
 *   credentials AWS did not identify
 */
export async function readAwsForPlan(
  desired: Desired,
  live: Live,
  { common, unidentified }: { readonly common: VerifySettings; readonly unidentified: ReadonlySet<string> },
  { env, clock }: Pick<JobEffects, 'env' | 'clock'>,
): Promise<Pick<PlanEvidence, 'replicas' | 'aliases'>> {
  const questions = desired.mounts.flatMap((mount, index) => questionsOf(mount, live.mounts[index]!));
  const replicas = new Map<string, ReplicaEvidence>();
  const aliases = new Map<string, readonly string[]>();
  if (questions.length === 0) return { replicas, aliases };

  const [{ openReader, missingReplicas }, { openSharedConnections }] = await Promise.all([
    import('../../verifier/open-reader.ts'),
    import('../../aws/aws-effects.ts'),
  ]);
  const effects = { env, clock, run_id: env['GITHUB_RUN_ID'] || null, shared: openSharedConnections(clock) };
  await Promise.all(
    questions.map(async ({ id, provider, replicated, lost }) => {
      const identity = unidentified.has(id) ? null : verifierIdentity(provider, common, env);
      const reader = identity && (await openReader(identity, provider.key_collection, effects));
      if (reader === null || !reader.ok) {
        const unknown = reader?.failure.message ?? (unidentified.has(id) ? notIdentified : noIdentity);
        for (const { id } of replicated) replicas.set(id, { unknown });
        return;
      }
      const [held] = await Promise.all([
        lost ? reader.value.aliases(provider.key_collection) : null,
        ...replicated.map(async ({ id, regions, record }) =>
          replicas.set(id, await missingReplicas(reader.value, Object.values(record.versions), regions)),
        ),
      ]);
      if (held?.ok)
        aliases.set(
          id,
          held.value.map(({ name }) => name),
        );
    }),
  );
  return { replicas, aliases };
}

const notIdentified = 'AWS did not identify the declared credentials';
const noIdentity =
  'there are no declared credentials, no verify_role_arn and no AWS credentials of the runner to read AWS with';

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
      const records = live.kms.find(({ name }) => name === provider.name)?.distributions ?? [];
      const keys = mount.keys.filter(({ kms }) => kms === provider.name);
      return {
        id: providerId(mount, provider.name),
        provider,
        replicated: keys.flatMap(({ name, replica_regions: regions }) => {
          const record = records.find(({ key }) => key === name);
          if (record === undefined || regions.length === 0) return [];
          return [{ id: distributionId(mount, provider.name, name), regions, record }];
        }),
        lost: keys.some(({ name }) => !live.key_names.includes(name)),
      };
    })
    .filter(({ replicated, lost }) => lost || replicated.length > 0);
}

/** `null`: the run has no AWS identity, and the SDK's credential chain would search for one in vain. */
function verifierIdentity(
  { credentials, verify }: DesiredProvider,
  common: VerifySettings,
  env: Env,
): ReaderIdentity | null {
  if (credentials !== null) return { kind: 'declared', credentials };
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
