import type { AwsAccess } from './vault/keymgmt/awskms.ts';

export type ProcessEnv = Readonly<Record<string, string | undefined>>;

/** Any of these says where the server's own AWS credentials come from. */
const sources = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CONFIG_FILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_EC2_METADATA_SERVICE_ENDPOINT',
];

/**
 * How the Vault side reaches AWS. The endpoint: that of the environment, else the provider's, else the emulator's
 * own. The credentials of a provider that has none: those of the AWS SDK's chain (environment, shared file, ECS,
 * EC2), or, where the environment names no source, `own`, as if it were the machine's role.
 */
export function awsAccess(
  env: ProcessEnv,
  ownEndpoint: string,
  own: { readonly access_key_id: string; readonly secret_access_key: string } | null,
): AwsAccess {
  const named = env['AWS_ENDPOINT_URL_KMS'] || env['AWS_ENDPOINT_URL'];
  const machine = sources.some((source) => env[source]) ? null : own;
  return {
    endpointOf: (providerEndpoint) => named || providerEndpoint || ownEndpoint,
    credentials: machine && {
      accessKeyId: machine.access_key_id,
      secretAccessKey: machine.secret_access_key,
    },
  };
}

/** Where STS is for Vault's AWS auth method, when its `config/client` does not say. */
export function stsEndpoint(env: ProcessEnv, ownEndpoint: string): string {
  return env['AWS_ENDPOINT_URL_STS'] || env['AWS_ENDPOINT_URL'] || ownEndpoint;
}
