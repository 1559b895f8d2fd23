import { indexOnce } from '../model/index-once.ts';
import type { LiveDistribution, LiveKey, LiveMount } from '../model/live.ts';

/** What a mount has, by name: a plan of many keys looks each of them up. */
interface LiveIndex {
  readonly keys: ReadonlyMap<string, LiveKey>;
  readonly key_names: ReadonlySet<string>;
  /** By the provider's name. */
  readonly providers: ReadonlyMap<string, ProviderIndex>;
}

interface ProviderIndex {
  readonly key_names: ReadonlySet<string>;
  /** By the key's name. */
  readonly distributions: ReadonlyMap<string, LiveDistribution>;
}

/** The index of a mount. */
export const liveIndex = indexOnce(
  (live: LiveMount): LiveIndex => ({
    keys: new Map(live.keys.map((key) => [key.name, key])),
    key_names: new Set(live.key_names),
    providers: new Map(
      live.kms.map(({ name, key_names, distributions }) => [
        name,
        {
          key_names: new Set(key_names),
          distributions: new Map(distributions.map((record) => [record.key, record])),
        },
      ]),
    ),
  }),
);
