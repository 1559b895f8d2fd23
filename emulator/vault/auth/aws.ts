import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import type { FieldTable } from '../field-table.ts';
import { body } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';
import { type SignedIdentityRequest, signedRequest } from './aws-request.ts';
import { callerIdentity } from './aws-sts.ts';
import { login, tokenFields } from './login.ts';
import { Records, serveConfig, serveRecords } from './records.ts';

const serverIdHeader = 'X-Vault-AWS-IAM-Server-ID';

export const awsClientFields = {
  access_key: ['string', '', 'informational'],
  allowed_sts_header_values: ['strings', [], 'informational'],
  endpoint: ['string', '', 'informational'],
  iam_endpoint: ['string', '', 'informational'],
  iam_server_id_header_value: ['string', '', 'enforced'],
  identity_token_audience: ['string', '', 'unsupported'],
  identity_token_ttl: ['duration', 0, 'unsupported'],
  max_retries: ['integer', -1, 'informational'],
  role_arn: ['string', '', 'unsupported'],
  secret_key: ['string', '', 'informational', 'hidden'],
  sts_endpoint: ['string', '', 'enforced'],
  sts_region: ['string', '', 'informational'],
  use_sts_region_from_client: ['boolean', false, 'informational'],
} as const satisfies FieldTable;
export const awsRoleFields = {
  allow_instance_migration: ['boolean', false, 'unsupported'],
  auth_type: ['string', 'iam', 'unsupported'],
  bound_account_id: ['strings', [], 'unsupported'],
  bound_ami_id: ['strings', [], 'unsupported'],
  bound_ec2_instance_id: ['strings', [], 'unsupported'],
  bound_iam_instance_profile_arn: ['strings', [], 'unsupported'],
  bound_iam_principal_arn: ['strings', [], 'enforced'],
  bound_iam_role_arn: ['strings', [], 'unsupported'],
  bound_region: ['strings', [], 'unsupported'],
  bound_subnet_id: ['strings', [], 'unsupported'],
  bound_vpc_id: ['strings', [], 'unsupported'],
  disallow_reauthentication: ['boolean', false, 'unsupported'],
  inferred_aws_region: ['string', '', 'unsupported'],
  inferred_entity_type: ['string', '', 'unsupported'],
  resolve_aws_unique_ids: ['boolean', true, 'informational'],
  role_tag: ['string', '', 'unsupported'],
  ...tokenFields,
} as const satisfies FieldTable;
const proof = v.object({
  role: v.optional(v.string(), ''),
  iam_http_request_method: v.string(),
  iam_request_url: v.string(),
  iam_request_body: v.string(),
  iam_request_headers: v.union([v.string(), v.record(v.string(), v.unknown())]),
});

/**
 * The `iam` type of the AWS method: the caller signs a GetCallerIdentity request, Vault sends it to STS, and STS returns the identity.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/aws
 *
 * @param stsEndpoint the STS endpoint when `config/client` does not set one
 */
export function awsBackend(core: Core, mountPath: MountPath, stsEndpoint: string): Backend {
  const app = routes();
  const client = new Records(awsClientFields);
  const roles = new Records(awsRoleFields);
  serveConfig(app, '/config/client', client);
  serveRecords(app, '/role', roles);
  app.put('/login', async (c) => {
    const asked = body(c, proof);
    const config = client.get('');
    const request = signedRequest(asked);
    if (config?.iam_server_id_header_value) checkServerId(request, config.iam_server_id_header_value);
    const { arn, account, userId } = await callerIdentity(config?.sts_endpoint || stsEndpoint, request);
    const principal = principalOf(arn);
    const name = asked.role || principal.slice(principal.lastIndexOf('/') + 1);
    const bound = roles.get(name);
    if (bound === undefined) throw new VaultError(400, `entry for role "${name}" not found`);
    if (!bound.bound_iam_principal_arn.some((one) => isPrincipal(one, principal))) {
      throw new VaultError(400, `IAM Principal "${arn}" does not belong to the role "${name}"`);
    }
    return login(c, core, mountPath, bound, {
      display_name: principal.slice(principal.lastIndexOf('/') + 1),
      metadata: {
        account_id: account,
        auth_type: 'iam',
        canonical_arn: principal,
        client_user_id: userId.split(':')[0]!,
        role_id: name,
      },
    });
  });
  return { app, open: ['login'] };
}

/** The header must be signed: it prevents the replay of a request that was signed for another Vault. */
function checkServerId(request: SignedIdentityRequest, expected: string): void {
  const invalidHeader = (why: string) =>
    new VaultError(400, `error validating ${serverIdHeader} header: ${why}`);
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

/** A trailing `*` matches any suffix. */
function isPrincipal(bound: string, principal: string): boolean {
  return bound.endsWith('*') ? principal.startsWith(bound.slice(0, -1)) : bound === principal;
}
