import * as v from 'valibot';
import type { VaultContext } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import { seconds } from '../duration.ts';
import { tokenResponse } from '../envelope.ts';
import { duration, names } from '../request-body.ts';
import { defaultTtl } from '../tokens.ts';

/**
 * The token fields that every method supports. The names without `token_` are deprecated.
 *
 * Source: https://developer.hashicorp.com/vault/docs/concepts/tokens#token-parameters
 */
export const tokenSettings = {
  token_policies: v.optional(names),
  policies: v.optional(names),
  token_ttl: v.optional(duration),
  ttl: v.optional(duration),
  token_max_ttl: v.optional(duration),
  max_ttl: v.optional(duration),
  token_explicit_max_ttl: v.optional(duration),
};

const settingsSchema = v.object(tokenSettings);
export type TokenSettings = v.InferOutput<typeof settingsSchema>;

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
  const named = [...(settings.token_policies ?? settings.policies ?? []), ...(identity.policies ?? [])];
  const longest = seconds(settings.token_max_ttl ?? settings.max_ttl, 'token_max_ttl') || defaultTtl;
  const token = core.tokens.create({
    namespace: mountPath.namespace,
    policies: [...new Set([...named, 'default'])].sort(),
    display_name: identity.display_name,
    meta: identity.metadata ?? null,
    path: `${mountPath.path}login`,
    explicit_max_ttl: seconds(settings.token_explicit_max_ttl, 'token_explicit_max_ttl'),
    ttl: Math.min(seconds(settings.token_ttl ?? settings.ttl, 'token_ttl') || defaultTtl, longest),
  });
  return tokenResponse(c, token, core.tokens.ttl(token));
}
