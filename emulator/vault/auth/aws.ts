import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import { body, flag, names } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';
import { type SignedIdentityRequest, signedRequest } from './aws-request.ts';
import { callerIdentity } from './aws-sts.ts';
import { login, tokenSettings } from './login.ts';
import { Records, serveConfig, serveRecords } from './records.ts';

const serverIdHeader = 'X-Vault-AWS-IAM-Server-ID';

const clientConfiguration = v.object({
  iam_server_id_header_value: v.optional(v.string(), ''),
  sts_endpoint: v.optional(v.string(), ''),
  sts_region: v.optional(v.string(), ''),
});
const role = v.object({
  auth_type: v.optional(v.picklist(['iam'], 'this emulator supports iam only'), 'iam'),
  bound_iam_principal_arn: v.optional(names, []),
  resolve_aws_unique_ids: v.optional(flag, true),
  ...tokenSettings,
});
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
  const client = new Records(clientConfiguration);
  const roles = new Records(role);
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
