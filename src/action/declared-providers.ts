import type { Desired } from '../model/desired.ts';
import { distributionId, keyId, mountId, providerId } from '../model/id.ts';
import type { SourceLocation } from '../model/problem.ts';
import type { ProviderRef } from '../model/run.ts';

/** The declared providers. */
export function providersOf({ mounts }: Desired): ProviderRef[] {
  return mounts.flatMap((mount) =>
    mount.kms.map(({ name, key_collection, source }) => ({
      id: providerId(mount, name),
      namespace: mount.namespace,
      path: mount.path,
      kms: name,
      region: key_collection,
      manifest: source.file,
    })),
  );
}

/** The source location of each mount, provider, key and distribution, by id. */
export function sourcesOf({ mounts }: Desired): Record<string, SourceLocation> {
  return Object.fromEntries(
    mounts.flatMap((mount): [string, SourceLocation][] => [
      [mountId(mount), mount.source],
      ...mount.kms.map((provider): [string, SourceLocation] => [
        providerId(mount, provider.name),
        provider.source,
      ]),
      ...mount.keys.flatMap(({ name, kms, source }): [string, SourceLocation][] => [
        [keyId(mount, name), source],
        ...(kms === null ? [] : [[distributionId(mount, kms, name), source] as [string, SourceLocation]]),
      ]),
    ]),
  );
}
