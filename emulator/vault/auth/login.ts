import { type Backend, routes, type VaultContext } from '../backend.ts';
import { requireBoundAddress } from '../cidrs.ts';
import type { Core, MountPath } from '../core.ts';
import { tokenResponse } from '../envelope.ts';
import { enforced, type FieldTable, readFields, type Values } from '../field-table.ts';
import { defaultTtl, policyList } from '../tokens.ts';
import { type ServedRecords, serveRecords } from './records.ts';

/**
 * The token fields that every auth method supports.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/tokens#token-parameters
 */
export const tokenFields = {
  ...enforced('strings', [], 'token_bound_cidrs token_policies'),
  ...enforced('duration', 0, 'token_explicit_max_ttl token_max_ttl token_period token_ttl'),
  ...enforced('boolean', false, 'token_no_default_policy'),
  ...enforced('integer', 0, 'token_num_uses'),
  ...enforced('string', 'default', 'token_type'),
};

/** An authenticated caller. */
export interface LoginIdentity {
  readonly settings: Values<typeof tokenFields>;
  readonly display_name: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** In addition to those of the settings. */
  readonly policies?: readonly string[];
}

/**
 * An auth method.
 *
 * @param path of the login: `/login`, or `/login/:name`
 * @param proof the fields of the login
 * @param login throws a VaultError for a caller that it does not authenticate
 */
export function loginBackend<T extends FieldTable>(
  core: Core,
  mountPath: MountPath,
  records: readonly ServedRecords[],
  path: string,
  proof: T,
  login: (asked: Values<T>, c: VaultContext) => LoginIdentity | Promise<LoginIdentity>,
): Backend {
  const app = routes();
  for (const served of records) {
    serveRecords(app, served, served.path.startsWith('/map/') ? 'key' : undefined);
  }
  app.put(path, async (c) => issueToken(c, core, mountPath, await login(readFields(proof, c.env.body), c)));
  return { app, open: [path.slice(1).replace(':name', '*')] };
}

function issueToken(
  c: VaultContext,
  core: Core,
  { namespace, path }: MountPath,
  { settings, display_name, metadata, policies = [] }: LoginIdentity,
): Response {
  requireBoundAddress(settings.token_bound_cidrs);
  const { config } = c.env.mount;
  const limit = Number(config['max_lease_ttl']) || defaultTtl;
  const max_ttl = Math.min(settings.token_max_ttl || limit, limit);
  const ttl = settings.token_ttl || Number(config['default_lease_ttl']) || defaultTtl;
  const type = settings.token_type === 'default' ? config['token_type'] : settings.token_type;
  const token = core.tokens.create({
    namespace,
    policies: policyList([...settings.token_policies, ...policies], settings.token_no_default_policy),
    display_name,
    meta: metadata,
    path: `${path}login`,
    type: type === 'batch' || type === 'default-batch' ? 'batch' : 'service',
    explicit_max_ttl: settings.token_explicit_max_ttl,
    max_ttl,
    period: settings.token_period,
    num_uses: settings.token_num_uses,
    bound_cidrs: settings.token_bound_cidrs,
    ttl: Math.min(ttl, max_ttl),
  });
  return tokenResponse(c, token, core.tokens.ttl(token));
}
