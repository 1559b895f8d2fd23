import * as v from 'valibot';
import type { Env } from '../../model/effects.ts';
import { connectionError } from './connection-error.ts';
import { notVaultError, parse } from './error-response.ts';
import { routes } from './routes.ts';
import type { ConnectionSettings } from './vault.ts';
import { urlOf } from './vault-path.ts';

/** What a Vault server says about itself to anyone who asks. */
export interface ServerHealth {
  readonly initialized: boolean;
  readonly sealed: boolean;
  readonly standby: boolean;
  readonly performance_standby: boolean;
  /** `secondary` for a disaster recovery secondary, which serves no requests. */
  readonly replication_dr_mode: string | null;
  /** `2.0.0+ent`; empty where the server does not return it. */
  readonly version: string;
  /** Vault Enterprise or HCP Vault; `null` where the server does not return it, as old versions and OpenBao. */
  readonly enterprise: boolean | null;
  /** The server's clock; `null` where the server does not return it. */
  readonly server_time: Date | null;
}

const healthAnswer = v.object({
  initialized: v.boolean(),
  sealed: v.boolean(),
  standby: v.optional(v.boolean(), false),
  performance_standby: v.optional(v.boolean(), false),
  replication_dr_mode: v.optional(v.string()),
  version: v.optional(v.string(), ''),
  enterprise: v.optional(v.boolean()),
  server_time_utc: v.optional(v.number()),
});

/** Each state is answered with 200, so that it is read and not guessed from a status. */
const query = '?standbyok=true&perfstandbyok=true&sealedcode=200&uninitcode=200&drsecondarycode=200';

/**
 * Asks `sys/health` once, without a token and without a retry.
 *
 * @throws VaultError when there is no answer, or one that no Vault gives
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/system/health
 */
export async function readHealth(
  { url, tls, user_agent }: ConnectionSettings,
  env: Env,
  signal: AbortSignal,
): Promise<ServerHealth> {
  const request = { method: 'GET', path: 'sys/health' };
  const at = urlOf(url, ['sys', 'health'], query);
  const connections = routes(tls, 1, env);
  const route = connections.to(at);
  try {
    const { status, headers, text } = await route.send({
      method: 'GET',
      url: at,
      headers: { 'user-agent': user_agent, 'x-vault-request': 'true' },
      body: null,
      signal,
    });
    const response = { status, text, content_type: headers['content-type'] ?? '', retry_after: null };
    const answer = v.safeParse(healthAnswer, parse(response.text));
    if (!answer.success) throw notVaultError(request, response);
    const { replication_dr_mode = null, enterprise = null, server_time_utc, ...rest } = answer.output;
    return {
      ...rest,
      replication_dr_mode,
      enterprise,
      server_time: server_time_utc === undefined ? null : new Date(server_time_utc * 1_000),
    };
  } catch (error) {
    throw (error as Error).name === 'VaultError' ? error : connectionError(request, error, route.shown);
  } finally {
    await connections.close();
  }
}
