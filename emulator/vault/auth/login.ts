import type { VaultContext } from '../backend.ts';
import { requireBoundAddress } from '../cidrs.ts';
import type { Core, MountPath } from '../core.ts';
import { tokenResponse } from '../envelope.ts';
import type { FieldTable, Values } from '../field-table.ts';
import { defaultTtl } from '../tokens.ts';

/**
 * The token fields that every auth method supports.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/tokens#token-parameters
 */
export const tokenFields = {
  token_bound_cidrs: ['strings', [], 'enforced'],
  token_explicit_max_ttl: ['duration', 0, 'enforced'],
  token_max_ttl: ['duration', 0, 'enforced'],
  token_no_default_policy: ['boolean', false, 'enforced'],
  token_num_uses: ['integer', 0, 'enforced'],
  token_period: ['duration', 0, 'enforced'],
  token_policies: ['strings', [], 'enforced'],
  token_ttl: ['duration', 0, 'enforced'],
  token_type: ['string', 'default', 'enforced'],
} as const satisfies FieldTable;

export type TokenSettings = Values<typeof tokenFields>;

export interface LoginIdentity {
  readonly display_name: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** In addition to those of the settings. */
  readonly policies?: readonly string[];
}

/** Issues a token to an authenticated caller. */
export function login(
  c: VaultContext,
  core: Core,
  mountPath: MountPath,
  settings: TokenSettings,
  identity: LoginIdentity,
): Response {
  requireBoundAddress(settings.token_bound_cidrs);
  const { config } = c.env.mount;
  const named = [...settings.token_policies, ...(identity.policies ?? [])];
  const limit = Number(config['max_lease_ttl']) || defaultTtl;
  const max_ttl = Math.min(settings.token_max_ttl || limit, limit);
  const ttl = settings.token_ttl || Number(config['default_lease_ttl']) || defaultTtl;
  const type = settings.token_type === 'default' ? config['token_type'] : settings.token_type;
  const isBatch = type === 'batch' || type === 'default-batch';
  const token = core.tokens.create({
    namespace: mountPath.namespace,
    policies: [...new Set([...named, ...(settings.token_no_default_policy ? [] : ['default'])])].sort(),
    display_name: identity.display_name,
    meta: identity.metadata ?? null,
    path: `${mountPath.path}login`,
    type: isBatch ? 'batch' : 'service',
    explicit_max_ttl: settings.token_explicit_max_ttl,
    max_ttl,
    period: settings.token_period,
    num_uses: settings.token_num_uses,
    bound_cidrs: settings.token_bound_cidrs,
    ttl: Math.min(ttl, max_ttl),
  });
  return tokenResponse(c, token, core.tokens.ttl(token));
}
