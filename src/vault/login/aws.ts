import type { InputSpecs } from '../../inputs/input-spec.ts';
import type { Env } from '../../model/effects.ts';
import { RunError } from '../../model/errors.ts';
import { partitionOf } from '../../model/partitions.ts';
import { Secret } from '../../model/secret.ts';
import type { LoginEffects, LoginMethod } from './login-method.ts';
import { loginEndpoint } from './login-method.ts';
import { presentFields } from './present-fields.ts';
import { role } from './shared-fields.ts';

const fields = {
  role,
  aws_iam_server_id: {
    description: 'Value of the header `X-Vault-AWS-IAM-Server-ID`, when the auth method requires it.',
  },
} as const satisfies InputSpecs;

/**
 * Presents a signed `GetCallerIdentity`, which Vault sends to STS to learn who signed it.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/aws#login
 */
export const aws: LoginMethod<typeof fields> = {
  fields,
  endpoint: loginEndpoint,
  async credentials({ role, aws_iam_server_id }, effects) {
    const request = await signedCallerIdentity(await chain(effects), aws_iam_server_id, effects);
    return {
      body: {
        ...presentFields({ role }),
        iam_http_request_method: 'POST',
        iam_request_url: base64(request.url),
        iam_request_body: base64(request.body),
        iam_request_headers: new Secret(base64(JSON.stringify(request.headers))),
      },
      presented: `access key ${request.access_key}, signed for ${request.url}`,
    };
  },
  advice: [
    {
      words: /X-Vault-AWS-IAM-Server-ID|header value/i,
      remedy: ({ auth_path }) =>
        `Set \`aws_iam_server_id\` to the iam_server_id_header_value of auth/${auth_path}/config/client.`,
    },
    {
      words:
        /SignatureDoesNotMatch|Credential should be scoped|InvalidClientTokenId|error making upstream request/i,
      remedy: ({ auth_path }) =>
        `Vault must call the STS endpoint that the request was signed for: set use_sts_region_from_client=true (or sts_endpoint and sts_region) in auth/${auth_path}/config/client, and check that the AWS credentials are valid.`,
    },
    {
      words: /does not belong to the role|entry for role|not found|bound/i,
      remedy: ({ auth_path, role }) =>
        `Compare bound_iam_principal_arn of auth/${auth_path}/role/${role || '<role>'} with the identity behind these credentials (\`aws sts get-caller-identity\`).`,
    },
  ],
};

/** The credentials to sign with, named as in AWS's SDKs. */
export interface AwsIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const body = 'Action=GetCallerIdentity&Version=2011-06-15';

/** A request that proves an identity. Its headers are valid for 15 minutes, for anyone who has them. */
export interface SignedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly access_key: string;
}

/**
 * Signs `GetCallerIdentity` for the STS of `AWS_REGION` (`AWS_ENDPOINT_URL_STS` and `AWS_ENDPOINT_URL`
 * take precedence, as in AWS's SDKs).
 *
 * @param serverId the value of the signed header `X-Vault-AWS-IAM-Server-ID`; empty: the header is left out
 */
export async function signedCallerIdentity(
  credentials: AwsIdentity,
  serverId: string,
  { clock, env }: Pick<LoginEffects, 'clock' | 'env'>,
): Promise<SignedRequest> {
  const { SignatureV4, Sha256 } = await import('../../aws/sdk/signing.ts');
  const region = regionOf(env);
  const url = new URL(env['AWS_ENDPOINT_URL_STS'] || env['AWS_ENDPOINT_URL'] || stsOf(region));
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Sha256 });
  const { headers } = await signer.sign(
    {
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: '/',
      query: {},
      body,
      headers: {
        Host: url.host,
        'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
        'Content-Length': String(body.length),
        ...(serverId === '' ? {} : { 'X-Vault-AWS-IAM-Server-ID': serverId }),
      },
    },
    { signingDate: clock.now() },
  );
  return { url: url.href, headers, body, access_key: credentials.accessKeyId };
}

function regionOf(env: Env): string {
  return env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1';
}

function stsOf(region: string): string {
  return `https://sts.${region}.${partitionOf(region).dns_suffix}/`;
}

/** The SDK's default chain (environment, web identity, profile, container, instance), through the proxy. */
async function chain({ env }: LoginEffects): Promise<AwsIdentity> {
  const [{ fromNodeProviderChain }, { requestHandlerFor }] = await Promise.all([
    import('../../aws/sdk/signing.ts'),
    import('../../aws/connections.ts'),
  ]);
  const region = regionOf(env);
  const requestHandler = requestHandlerFor(30_000, env, new Map());
  try {
    return await fromNodeProviderChain({ clientConfig: { region, requestHandler } })();
  } catch (cause) {
    throw new RunError(
      'no_aws_credentials',
      `method aws found no AWS credentials: ${(cause as Error).message}`,
      'Run aws-actions/configure-aws-credentials before this step, or use a runner with an attached role.',
      { cause },
    );
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
