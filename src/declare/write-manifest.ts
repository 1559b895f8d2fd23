import type { YAMLMap, YAMLSeq } from 'yaml';
import { Document } from 'yaml';
import { keyTypes, purposes } from '../model/key.ts';
import type { LiveDistribution, LiveKey, LiveMount, LiveProvider } from '../model/live.ts';

/**
 * Writes the manifest that describes what Vault has, one document per mount. Read back and planned, it has no changes.
 *
 * Credentials are a comment, since Vault never returns them. What a manifest cannot declare (another cloud's provider,
 * an unknown type) is left out and named in a comment; a key on such a provider is declared without `kms`, so that it
 * stays where it is.
 *
 * @param mounts read in full; missing ones are skipped
 */
export function writeManifest(mounts: readonly LiveMount[]): string {
  return mounts
    .filter(({ missing }) => !missing)
    .map(writeMount)
    .join('---\n');
}

function writeMount(mount: LiveMount): string {
  const kms = mount.kms.filter(({ provider }) => provider === 'awskms');
  const keys = mount.keys.filter(({ type }) => isOneOf(keyTypes, type));
  const document = new Document({
    ...(mount.namespace === '' ? {} : { namespace: mount.namespace }),
    path: mount.path,
    kms: Object.fromEntries(kms.map(({ name, key_collection }) => [name, { key_collection }])),
    keys: Object.fromEntries(keys.map((key) => [key.name, fieldsOf(key, kms)])),
  });
  for (const { name } of kms) {
    (document.getIn(['kms', name]) as YAMLMap).comment = credentialsComment(name);
  }
  for (const { name } of keys) {
    for (const field of ['purpose', 'replica_regions']) {
      const list = document.getIn(['keys', name, field]) as YAMLSeq | undefined;
      if (list !== undefined) list.flow = true;
    }
  }
  const leftOut = [
    ...mount.kms.filter((it) => !kms.includes(it)).map((it) => `kms/${it.name} (provider ${it.provider})`),
    ...mount.keys.filter((it) => !keys.includes(it)).map((it) => `key/${it.name} (type ${it.type})`),
  ];
  if (leftOut.length > 0) {
    document.commentBefore = [
      ' Left out, since a manifest cannot declare it:',
      ...leftOut.map((it) => `  ${it}`),
    ]
      .map((line) => line.replaceAll(/[\r\n]+/g, ' '))
      .join('\n');
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function fieldsOf(key: LiveKey, providers: readonly LiveProvider[]): object {
  const { type, deletion_allowed, min_enabled_version, replica_regions } = key;
  return {
    type,
    ...distributionOf(key.name, providers),
    deletion_allowed,
    min_enabled_version,
    ...(replica_regions.length === 0 ? {} : { replica_regions }),
  };
}

function distributionOf(key: string, providers: readonly LiveProvider[]): object {
  for (const { name, distributions } of providers) {
    const found: LiveDistribution | undefined = distributions.find((it) => it.key === key);
    if (found === undefined) continue;
    const purpose = purposes.filter((it) => found.purpose.includes(it));
    return { kms: name, purpose, protection: found.protection };
  }
  return {};
}

function credentialsComment(name: string): string {
  const suffix = name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
  return [
    ' Vault never returns credentials. Omitted, they are left unchanged. To set them here, give the',
    " step's `env` these two variables, and uncomment:",
    ' credentials:',
    `   access_key: \${AWS_ACCESS_KEY_ID_${suffix}}`,
    `   secret_key: \${AWS_SECRET_ACCESS_KEY_${suffix}}`,
  ].join('\n');
}

function isOneOf(list: readonly string[], value: string): boolean {
  return list.includes(value);
}
