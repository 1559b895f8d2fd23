import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import { body, flag, names } from '../body.ts';
import type { Core, Place } from '../core.ts';
import { Refusal } from '../refusal.ts';
import { type SignedRequest, signedRequest } from './aws-request.ts';
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
  auth_type: v.optional(v.picklist(['iam'], 'this emulator knows iam only'), 'iam'),
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
 * The IAM way of the AWS method: the caller signs a GetCallerIdentity, Vault sends it to STS, and STS says who it was.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/aws
 *
 * @param stsEndpoint where STS is, when `config/client` does not say
 */
export function awsBackend(core: Core, place: Place, stsEndpoint: string): Backend {
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
    if (bound === undefined) throw new Refusal(400, `entry for role "${name}" not found`);
    if (!bound.bound_iam_principal_arn.some((one) => isPrincipal(one, principal))) {
      throw new Refusal(400, `IAM Principal "${arn}" does not belong to the role "${name}"`);
    }
    return login(c, core, place, bound, {
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

/** The header keeps a request that was signed for one Vault from being used at another; so it has to be signed. */
function checkServerId(request: SignedRequest, expected: string): void {
  const refuse = (why: string) => new Refusal(400, `error validating ${serverIdHeader} header: ${why}`);
  const given = request.headers.get(serverIdHeader);
  if (given === null) throw refuse(`missing header "${serverIdHeader}"`);
  if (given !== expected) throw refuse(`expected "${expected}" but got "${given}"`);
  const signed = /SignedHeaders=([^,\s]+)/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  if (!signed.split(';').includes(serverIdHeader.toLowerCase())) throw refuse("header wasn't signed");
}

/** The role behind a session: `assumed-role/name/session` is `role/name`. */
function principalOf(arn: string): string {
  return arn.replace(/^arn:([^:]+):sts:(.*):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam:$2:role/$3');
}

/** A `*` at the end stands for any rest. */
function isPrincipal(bound: string, principal: string): boolean {
  return bound.endsWith('*') ? principal.startsWith(bound.slice(0, -1)) : bound === principal;
}
