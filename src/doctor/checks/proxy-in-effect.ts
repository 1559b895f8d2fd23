import { proxyFor } from '../../effects/proxy.ts';
import { partitionOf } from '../../model/partitions.ts';
import type { DoctorContext } from '../context.ts';
import { type DoctorCheck, failed, ok } from '../doctor-check.ts';

export const proxy: DoctorCheck<DoctorContext> = {
  id: 'proxy',
  proves: 'HTTPS_PROXY, HTTP_PROXY and NO_PROXY are well-formed; which hop each host is reached by.',
  needs: [],
  run: async ({ settings, desired, env }) => {
    const regions = desired.mounts.flatMap(({ kms }) => kms.map(({ key_collection }) => key_collection));
    const targets = [
      settings.connection.url,
      ...[...new Set(regions)].map(
        (region) => new URL(`https://kms.${region}.${partitionOf(region).dns_suffix}`),
      ),
      new URL(env['GITHUB_API_URL'] || 'https://api.github.com'),
    ];
    return targets.map((target) => {
      try {
        const hop = proxyFor(target, env);
        return ok(
          target.host,
          hop === null ? 'no proxy applies' : `connections go through the proxy ${hop.host}`,
        );
      } catch (error) {
        const { message, remedy } = error as Error & { remedy: string };
        return failed(target.host, message, remedy);
      }
    });
  },
};
