import type { DesiredKey, DesiredMount, DesiredProvider } from '../model/desired.ts';
import { milliseconds } from '../model/duration.ts';
import type { Purpose } from '../model/key.ts';
import { sortPurposes } from '../model/key.ts';
import type { SourceLocation } from '../model/problem.ts';
import type { Variables } from './declared-credentials.ts';
import { credentialsOf } from './declared-credentials.ts';
import type { DocumentNode } from './document-tree.ts';
import { locateNode } from './document-tree.ts';
import type { KeyData, MountData, ProviderData } from './manifest-schema.ts';

/** Converts a checked document to the desired state. */
export function toMount(data: MountData, root: DocumentNode, variables: Variables): DesiredMount {
  const named = (...path: string[]) => locateNode(root, path).key;
  return {
    namespace: data.namespace ?? '',
    path: data.path,
    create_mount: data.create_mount,
    kms: Object.entries(data.kms).map(([name, it]) => toProvider(name, it, named('kms', name), variables)),
    keys: Object.entries(data.keys).map(([name, it]) => toKey(name, it, named('keys', name))),
    source: root.value,
  };
}

function toProvider(
  name: string,
  data: ProviderData,
  source: SourceLocation,
  variables: Variables,
): DesiredProvider {
  const {
    role_arn = null,
    external_id = null,
    principal_arn = null,
    account_id = null,
    min_keys,
  } = data.verify;
  return {
    name,
    provider: 'awskms',
    key_collection: data.key_collection,
    credentials: credentialsOf(data, variables),
    verify: {
      role_arn,
      external_id,
      principal_arn,
      account_id,
      ...(min_keys === undefined ? {} : { min_keys }),
    },
    source,
  };
}

function toKey(name: string, data: KeyData, source: SourceLocation): DesiredKey {
  const { purpose = data.type === 'aes256-gcm96' ? ['encrypt', 'decrypt'] : [] } = data;
  return {
    name,
    type: data.type,
    kms: data.kms ?? null,
    purpose: sortPurposes(purpose) as Purpose[],
    protection: data.protection,
    deletion_allowed: data.deletion_allowed ?? null,
    min_enabled_version: data.min_enabled_version ?? null,
    replica_regions: data.replica_regions,
    rotate_after: data.rotate_after === undefined ? null : milliseconds(data.rotate_after),
    retire_after: data.retire_after === undefined ? null : milliseconds(data.retire_after),
    source,
  };
}
