/**
 * The ids that a user reads, writes into `confirm` and imports by. With a namespace it stands in front, as in
 * Vault's own paths: `team-a/keymgmt/kms/aws-us-west-2`.
 */
export interface MountPath {
  /** Relative to the connection's namespace; empty for none. */
  readonly namespace: string;
  readonly path: string;
}

export function mountId({ namespace, path }: MountPath): string {
  return namespace === '' ? path : `${namespace}/${path}`;
}

export function providerId(mount: MountPath, kms: string): string {
  return `${mountId(mount)}/kms/${kms}`;
}

export function keyId(mount: MountPath, key: string): string {
  return `${mountId(mount)}/key/${key}`;
}

export function distributionId(mount: MountPath, kms: string, key: string): string {
  return `${providerId(mount, kms)}/key/${key}`;
}
