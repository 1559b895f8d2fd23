import { resolvesHere } from '../../effects/resolve-host.ts';
import type { Desired } from '../../model/desired.ts';
import type { Env } from '../../model/effects.ts';
import { providerId } from '../../model/id.ts';
import { partitionOf, regions } from '../../model/partitions.ts';
import type { PlanBlocker } from '../../model/plan.ts';

/**
 * Blocks providers of regions that AWS does not have: a provider's region can never be changed. A region that this version
 * knows is not looked up; another one is missing when KMS has no host name there, while its host names in known regions
 * of the same partition resolve.
 *
 * @param resolves whether a host name resolves; `null`: not known
 */
export async function checkRegions(
  desired: Desired,
  env: Env,
  resolves: (host: string) => Promise<boolean | null> = resolvesHere,
): Promise<PlanBlocker[]> {
  // Another endpoint stands in for AWS, and has the regions that it likes.
  if (env['AWS_ENDPOINT_URL'] || env['AWS_ENDPOINT_URL_KMS']) return [];
  const unknown = desired.mounts.flatMap((mount) =>
    mount.kms
      .filter(
        ({ key_collection, credentials }) => !regions.includes(key_collection) && !credentials?.endpoint,
      )
      .map(({ name, key_collection }) => ({ id: providerId(mount, name), region: key_collection })),
  );
  const found = await Promise.all(
    unknown.map(async ({ id, region }): Promise<PlanBlocker[]> => {
      const { dns_suffix, regions: known } = partitionOf(region);
      const host = `kms.${region}.${dns_suffix}`;
      const [isThere, isOtherThere] = await Promise.all([
        resolves(host),
        resolves(`kms.${known[0]}.${dns_suffix}`),
      ]);
      if (isThere !== false || isOtherThere !== true) return [];
      return [
        {
          code: 'region_missing',
          id,
          field: 'key_collection',
          from: null,
          to: region,
          message: `${id}: AWS has no region ${region}: ${host} does not resolve, and other hosts of KMS do.`,
          remedy: 'Correct key_collection: Vault cannot change it later.',
        },
      ];
    }),
  );
  return found.flat();
}
