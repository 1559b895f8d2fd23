import type { Desired, DesiredProvider } from '../../model/desired.ts';
import { providerId } from '../../model/id.ts';
import type { Live } from '../../model/live.ts';
import type { AffectedKey, UsageEvidence } from '../../plan/usage-guard.ts';
import { failureRemedy } from '../../verify/failure-remedy.ts';
import type { Job } from './job.ts';
import { readerOpener } from './read-aws-for-plan.ts';

/** AWS answers 5 of these calls a second, for the whole account: so long may each key take; milliseconds. */
const budgetPerKey = 500;
const smallestBudget = 5_000;

/**
 * Asks KMS when keys were last used, in every region that they are in. No answer of AWS stops the run: what is not
 * known is part of the evidence. The declared credentials read where there is no verifier identity, unless
 * `check_credentials` is off.
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html
 */
export async function readKeyUsage(
  keys: readonly AffectedKey[],
  live: Live,
  { desired, inputs, effects }: Pick<Job, 'desired' | 'inputs' | 'effects'>,
): Promise<UsageEvidence[]> {
  if (keys.length === 0) return [];
  const withDeclared = inputs.guards.check_credentials !== 'off';
  const identities = { common: inputs.verification.settings, unidentified: new Set<string>() };
  const providers = providersById(desired, live);
  const open = await readerOpener(identities, effects, 'verifier');
  const evidence = await Promise.all(
    [...grouped(keys)].map(async ([id, affected]) => {
      const budget = Math.max(smallestBudget, affected.length * budgetPerKey);
      const provider = providers.get(id)!;
      const reader = await open(id, withDeclared ? provider : { ...provider, credentials: null }, budget);
      return Promise.all(
        affected.map(async (key): Promise<UsageEvidence> => {
          if ('unknown' in reader) return { ...key, ...reader };
          const usage = await reader.lastUsage(key.region, key.kms_key);
          if (usage.ok) return { ...key, usage: usage.value };
          const { code, message } = usage.failure;
          return { ...key, unknown: `${code}: ${message}`, remedy: failureRemedy(usage.failure) };
        }),
      );
    }),
  );
  return evidence.flat();
}

function grouped(keys: readonly AffectedKey[]): Map<string, AffectedKey[]> {
  const groups = new Map<string, AffectedKey[]>();
  for (const key of keys) groups.set(key.provider, [...(groups.get(key.provider) ?? []), key]);
  return groups;
}

/** The declared providers, and a stand-in without credentials for each undeclared one. */
function providersById(desired: Desired, live: Live): Map<string, DesiredProvider> {
  const none = { role_arn: null, external_id: null, principal_arn: null, account_id: null };
  return new Map(
    desired.mounts.flatMap((mount, index) => {
      const declared = new Map(mount.kms.map((provider) => [provider.name, provider]));
      return live.mounts[index]!.kms.map(({ name, key_collection }) => [
        providerId(mount, name),
        declared.get(name) ?? {
          name,
          provider: 'awskms',
          key_collection,
          credentials: null,
          verify: none,
          source: mount.source,
        },
      ]);
    }),
  );
}
