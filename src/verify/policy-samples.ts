import type { AwsReader } from '../model/aws-reader.ts';
import type { Evidence, KmsKey } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import { providerId } from '../model/id.ts';
import { latestRecorded, mountOf, recordId } from './expectations.ts';

/** As many keys of a provider are tried, until the KMS key of one can be read. */
const most = 3;

/**
 * The key of each provider whose policy is read at depth `standard`: the one that was distributed first, so that no key
 * which is added later takes its place. Only what may turn out to be one of `due` is read: a call that continues another
 * reads no key again.
 *
 * @returns DescribeKey's answer for the latest version of each, by the id of its distribution
 */
export async function policySamples(
  expectations: readonly Expectation[],
  due: ReadonlySet<Expectation>,
  region: string,
  reader: AwsReader,
): Promise<ReadonlyMap<string, Evidence<KmsKey>>> {
  const providers = new Map<string, Expectation[]>();
  for (const expectation of expectations) {
    const id = providerId(mountOf(expectation), expectation.kms);
    const keys = providers.get(id);
    if (keys === undefined) providers.set(id, [expectation]);
    else keys.push(expectation);
  }
  const samples = await Promise.all(
    [...providers.values()].map((keys) => {
      const candidates = keys.toSorted(byAge).slice(0, most);
      const last = candidates.findLastIndex((key) => due.has(key));
      return firstReadable(candidates.slice(0, last + 1), region, reader);
    }),
  );
  return new Map(samples.flatMap((sample) => (sample === null ? [] : [sample])));
}

async function firstReadable(
  keys: readonly Expectation[],
  region: string,
  reader: AwsReader,
): Promise<readonly [string, Evidence<KmsKey>] | null> {
  for (const expectation of keys) {
    const latest = latestRecorded(expectation);
    const key = latest === null ? null : await reader.key(region, latest.key_id);
    if (key?.ok) return [recordId(expectation), key];
  }
  return null;
}

/** The first distribution first; those of unknown time last. */
function byAge(a: Expectation, b: Expectation): number {
  const [one, other] = [a, b].map(({ distribution_time }) => distribution_time ?? '9999');
  return one! < other! ? -1 : one! > other! ? 1 : a.name < b.name ? -1 : 1;
}
