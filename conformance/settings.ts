/** What a run is given, from the environment and the command line. */
export interface Settings {
  readonly vault_addr: string;
  readonly vault_token: string;
  /** Absolute; empty for the root namespace. */
  readonly vault_namespace: string;
  /** A path where nothing is mounted; the run mounts keymgmt there, and unmounts it. */
  readonly mount: string;
  /** The AWS region of the KMS keys. */
  readonly region: string;
  /** The region of replicas. */
  readonly replica_region: string;
  /** A role with the permissions of Vault, which the run assumes with fewer of them; `null`: no such experiment. */
  readonly role_arn: string | null;
  /** The most KMS keys that the run may make. */
  readonly max_kms_keys: number;
  /** Milliseconds to wait for CloudTrail, which takes up to 15 minutes. */
  readonly trail_wait: number;
  readonly result_path: string;
}

/** The settings, or every problem with them. */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
): { readonly settings: Settings } | { readonly problems: readonly string[] } {
  const { VAULT_ADDR = '', VAULT_TOKEN = '', VAULT_NAMESPACE = '' } = env;
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || '';
  const replica_region =
    env['CONFORMANCE_REPLICA_REGION'] || (region === 'eu-west-1' ? 'us-west-2' : 'eu-west-1');
  const max_kms_keys = Number(env['CONFORMANCE_MAX_KEYS'] || 20);
  const minutes = Number(env['CONFORMANCE_TRAIL_MINUTES'] || 20);
  const problems = [
    ...(URL.canParse(VAULT_ADDR) ? [] : ['VAULT_ADDR must be the address of Vault']),
    ...(VAULT_TOKEN === '' ? ['VAULT_TOKEN must be a token that may mount and unmount secrets engines'] : []),
    ...(region === '' ? ['AWS_REGION must be the region for the KMS keys'] : []),
    ...(Number.isInteger(max_kms_keys) && max_kms_keys >= 0
      ? []
      : ['CONFORMANCE_MAX_KEYS must be a number of KMS keys']),
    ...(minutes >= 0 ? [] : ['CONFORMANCE_TRAIL_MINUTES must be a number of minutes']),
  ];
  if (problems.length > 0) return { problems };
  return {
    settings: {
      vault_addr: VAULT_ADDR.replace(/\/+$/, ''),
      vault_token: VAULT_TOKEN,
      vault_namespace: VAULT_NAMESPACE.replace(/^\/+|\/+$/g, ''),
      mount: env['CONFORMANCE_MOUNT'] || 'keymgmt-conformance',
      region,
      replica_region,
      role_arn: env['CONFORMANCE_ROLE_ARN'] || null,
      max_kms_keys,
      trail_wait: minutes * 60_000,
      result_path: env['CONFORMANCE_RESULT'] || 'conformance-result.json',
    },
  };
}
