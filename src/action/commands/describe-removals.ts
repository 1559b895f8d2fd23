import type { Step } from '../../model/plan.ts';
import { targetOf } from '../../plan/step-target.ts';
import type { Job } from './job.ts';
import { readerOpener } from './read-aws-for-plan.ts';

/** How long, in milliseconds, AWS may take to say when the removed keys of one provider are deleted. */
const budget = 5_000;

/** What is said about a removed KMS key. */
interface RemovalLine {
  readonly level: 'notice' | 'warning';
  readonly text: string;
}

/**
 * Says until when removals can be undone, and how: one line per KMS key, with the date of its deletion where AWS
 * returns it. A KMS key whose deletion AWS has not scheduled is a warning: what Vault does when AWS rejects a part of
 * a removal is not documented.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-scheduling-key-deletion.html
 *
 * @param done the steps that were executed
 */
export async function describeRemovals(
  { inputs, desired, effects }: Pick<Job, 'inputs' | 'desired' | 'effects'>,
  done: readonly Step[],
): Promise<RemovalLine[]> {
  const removals = done.filter(({ op }) => op === 'remove_distribution');
  if (removals.length === 0) return [];
  const identities = { common: inputs.verification.settings, unidentified: new Set<string>() };
  const open = await readerOpener(identities, effects, 'verifier');
  const lines = await Promise.all(
    removals.map(async ({ id, changes }) => {
      const provider = targetOf(desired, id)?.provider ?? null;
      const ids = changes.flatMap(({ field, from }) =>
        field === 'kms_keys' && Array.isArray(from) ? from : [],
      );
      if (provider === null || ids.length === 0) return [];
      const region = provider.key_collection;
      const reader = await open(id, provider, budget);
      return Promise.all(
        ids.map(async (key: string): Promise<RemovalLine> => {
          const answer = 'unknown' in reader ? null : await reader.key(region, key);
          if (answer?.ok && !answer.value.key_state?.startsWith('Pending'))
            return { level: 'warning', text: keptLine(id, key, region, answer.value.key_state) };
          const date = answer?.ok ? answer.value.deletion_date : null;
          return { level: 'notice', text: undoLine(id, key, region, date) };
        }),
      );
    }),
  );
  return lines.flat();
}

function keptLine(id: string, key: string, region: string, state: string | null): string {
  return `${id}: Vault no longer has the distribution, and the KMS key ${key} is still ${state ?? 'there'}: AWS has not scheduled its deletion. If nothing needs the key: aws kms schedule-key-deletion --region ${region} --key-id ${key}`;
}

function undoLine(id: string, key: string, region: string, date: string | null): string {
  const when = date === null ? 'after a waiting period of 7 to 30 days' : `on ${date}`;
  const where = `--region ${region} --key-id ${key}`;
  return `${id}: AWS deletes the KMS key ${key} ${when}. To undo the removal before: aws kms cancel-key-deletion ${where}, then aws kms enable-key ${where}. This makes its data readable again; it does not bring back the alias or Vault's record (docs/recovery.md).`;
}
