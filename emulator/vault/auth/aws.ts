import type { Core, MountPath } from '../core.ts';
import { enforced, informational, required, text, unsupported } from '../field-table.ts';
import { matchesAny } from '../paths.ts';
import { rejected } from '../vault-error.ts';
import { type SignedIdentityRequest, signedRequest } from './aws-request.ts';
import { callerIdentity } from './aws-sts.ts';
import { loginBackend, tokenFields } from './login.ts';
import { Records } from './records.ts';

const serverIdHeader = 'X-Vault-AWS-IAM-Server-ID';

export const awsClientFields = {
  ...enforced('string', '', 'iam_server_id_header_value sts_endpoint'),
  ...unsupported('string', '', 'identity_token_audience role_arn'),
  ...unsupported('duration', 0, 'identity_token_ttl'),
  ...informational('string', '', 'access_key endpoint iam_endpoint sts_region'),
  ...informational('string', '', 'secret_key', 'hidden'),
  ...informational('strings', [], 'allowed_sts_header_values'),
  ...informational('integer', -1, 'max_retries'),
  ...informational('boolean', false, 'use_sts_region_from_client'),
};
export const awsRoleFields = {
  ...enforced('strings', [], 'bound_iam_principal_arn'),
  ...unsupported('string', 'iam', 'auth_type'),
  ...unsupported('strings', [], 'bound_account_id bound_ami_id bound_ec2_instance_id bound_iam_role_arn'),
  ...unsupported('strings', [], 'bound_iam_instance_profile_arn bound_region bound_subnet_id bound_vpc_id'),
  ...unsupported('boolean', false, 'allow_instance_migration disallow_reauthentication'),
  ...unsupported('string', '', 'inferred_aws_region inferred_entity_type role_tag'),
  ...informational('boolean', true, 'resolve_aws_unique_ids'),
  ...tokenFields,
};
const proof = {
  role: text,
  ...enforced('string', required, 'iam_http_request_method iam_request_url iam_request_body'),
  ...enforced('headers', required, 'iam_request_headers'),
};

/**
 * The `iam` type of the AWS method: the caller signs a GetCallerIdentity request, Vault sends it to STS, and STS returns the identity.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/aws
 *
 * @param stsEndpoint the STS endpoint when `config/client` does not set one
 */
export function awsBackend(core: Core, mountPath: MountPath, stsEndpoint: string) {
  const client = new Records('/config/client', awsClientFields);
  const roles = new Records('/role', awsRoleFields);
  return loginBackend(core, mountPath, [client, roles], '/login', proof, async (asked) => {
    const config = client.get('');
    const request = signedRequest(asked);
    if (config?.iam_server_id_header_value) checkServerId(request, config.iam_server_id_header_value);
    const { arn, account, userId } = await callerIdentity(config?.sts_endpoint || stsEndpoint, request);
    const principal = principalOf(arn);
    const own = principal.slice(principal.lastIndexOf('/') + 1);
    const name = asked.role || own;
    const settings = roles.require(name, `entry for role "${name}" not found`);
    if (!matchesAny(settings.bound_iam_principal_arn, principal))
      throw rejected(`IAM Principal "${arn}" does not belong to the role "${name}"`);
    return {
      settings,
      display_name: own,
      metadata: {
        account_id: account,
        auth_type: 'iam',
        canonical_arn: principal,
        client_user_id: userId.split(':')[0]!,
        role_id: name,
      },
    };
  });
}

/** The header must be signed: it prevents the replay of a request that was signed for another Vault. */
function checkServerId(request: SignedIdentityRequest, expected: string): void {
  const invalidHeader = (why: string) => rejected(`error validating ${serverIdHeader} header: ${why}`);
  const given = request.headers.get(serverIdHeader);
  if (given === null) throw invalidHeader(`missing header "${serverIdHeader}"`);
  if (given !== expected) throw invalidHeader(`expected "${expected}" but got "${given}"`);
  const signed = /SignedHeaders=([^,\s]+)/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  if (!signed.split(';').includes(serverIdHeader.toLowerCase())) throw invalidHeader("header wasn't signed");
}

/** The role behind a session: `assumed-role/name/session` is `role/name`. */
function principalOf(arn: string): string {
  return arn.replace(/^arn:([^:]+):sts:(.*):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam:$2:role/$3');
}
