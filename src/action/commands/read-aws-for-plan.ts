import type { Desired, DesiredMount, DesiredProvider, VerifySettings } from '../../model/desired.ts';
import type { Env } from '../../model/effects.ts';
import { distributionId, providerId } from '../../model/id.ts';
import type { Live, LiveDistribution, LiveMount } from '../../model/live.ts';
import type { PlanEvidence, ReplicaEvidence } from '../../plan/plan-evidence.ts';
import type { ReaderIdentity } from '../../verifier/open-reader.ts';
import type { JobEffects } from './job.ts';

/**
 * Looks in AWS for what Vault does not tell, and only where a plan depends on it: the replicas of distributed
 * multi-region keys, and what KMS still holds of declared keys that Vault does not have. Whatever AWS answers, it
 * stops nothing.
 *
 * @param looking `common`: who looks, where a provider does not say; `blind`: the providers whose credentials AWS gave
 *   no answer to
 */
export async function readAwsForPlan(
  desired: Desired,
  live: Live,
  { common, blind }: { readonly common: VerifySettings; readonly blind: ReadonlySet<string> },
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
      const eyes = blind.has(id) ? null : eyesOf(provider, common, env);
      const reader = eyes && (await openReader(eyes, provider.key_collection, effects));
      if (reader === null || !reader.ok) {
        const unknown = reader?.failure.message ?? (blind.has(id) ? noAnswer : noEyes);
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

const noAnswer = 'AWS does not answer to the declared credentials';
const noEyes =
  'neither declared credentials, nor verify_role_arn, nor AWS credentials of the runner are there to look with';

/** What there is to ask about one provider. */
interface Question {
  /** The provider's id. */
  readonly id: string;
  readonly provider: DesiredProvider;
  readonly replicated: readonly {
    readonly id: string;
    readonly regions: readonly string[];
    readonly record: LiveDistribution;
  }[];
  /** A declared key is not in Vault, which may have been there before. */
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

/** `null`: the run has nothing to look with, and AWS's own chain would only search for it in vain. */
function eyesOf(
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
 * One of them is set wherever a step before this one, or the runner's host, gave it an identity.
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
