/**
 * The ids that a user reads, writes into `confirm` and imports by. With a namespace it stands in front, as in
 * Vault's own paths: `team-a/keymgmt/kms/aws-us-west-2`.
 */
export interface MountRef {
  /** Relative to the connection's namespace; empty for none. */
  readonly namespace: string;
  readonly path: string;
}

export function mountId({ namespace, path }: MountRef): string {
  return namespace === '' ? path : `${namespace}/${path}`;
}

export function providerId(mount: MountRef, kms: string): string {
  return `${mountId(mount)}/kms/${kms}`;
}

export function keyId(mount: MountRef, key: string): string {
  return `${mountId(mount)}/key/${key}`;
}

export function distributionId(mount: MountRef, kms: string, key: string): string {
  return `${providerId(mount, kms)}/key/${key}`;
}
