import type { AwsAccess } from './vault/keymgmt/awskms.ts';

export type ProcessEnv = Readonly<Record<string, string | undefined>>;

/** Environment variables that name a source of AWS credentials. */
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
 * How the Vault server reaches AWS. The endpoint is `AWS_ENDPOINT_URL_KMS`, else the provider's, else the emulator's own.
 * `AWS_ENDPOINT_URL` does not count: a shell that uses another emulator has it set. A provider without credentials uses the AWS SDK's credential chain (environment, shared file, ECS, EC2). When the
 * environment names no source, it uses `own`, which stands for the role of the machine.
 */
export function awsAccess(
  env: ProcessEnv,
  ownEndpoint: string,
  own: { readonly access_key_id: string; readonly secret_access_key: string } | null,
): AwsAccess {
  const named = env['AWS_ENDPOINT_URL_KMS'];
  const machine = sources.some((source) => env[source]) ? null : own;
  return {
    endpointOf: (providerEndpoint) => named || providerEndpoint || ownEndpoint,
    credentials: machine && {
      accessKeyId: machine.access_key_id,
      secretAccessKey: machine.secret_access_key,
    },
  };
}

/** The STS endpoint for Vault's AWS auth method when its `config/client` does not set one. */
export function stsEndpoint(env: ProcessEnv, ownEndpoint: string): string {
  return env['AWS_ENDPOINT_URL_STS'] || ownEndpoint;
}
