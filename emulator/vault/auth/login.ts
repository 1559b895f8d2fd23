import * as v from 'valibot';
import type { VaultContext } from '../backend.ts';
import { duration, names } from '../body.ts';
import type { Core, Place } from '../core.ts';
import { seconds } from '../duration.ts';
import { answerToken } from '../envelope.ts';
import { defaultTtl } from '../tokens.ts';

/**
 * What every method lets a role say of its tokens; the names without `token_` are the old ones.
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

export interface Identity {
  readonly display_name: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Beside those of the settings. */
  readonly policies?: readonly string[];
}

/** Gives the caller, who has proved who it is, a token. */
export function login(
  c: VaultContext,
  core: Core,
  place: Place,
  settings: TokenSettings,
  identity: Identity,
): Response {
  const named = [...(settings.token_policies ?? settings.policies ?? []), ...(identity.policies ?? [])];
  const longest = seconds(settings.token_max_ttl ?? settings.max_ttl, 'token_max_ttl') || defaultTtl;
  const token = core.tokens.create({
    namespace: place.namespace,
    policies: [...new Set([...named, 'default'])].sort(),
    display_name: identity.display_name,
    meta: identity.metadata ?? null,
    path: `${place.path}login`,
    explicit_max_ttl: seconds(settings.token_explicit_max_ttl, 'token_explicit_max_ttl'),
    ttl: Math.min(seconds(settings.token_ttl ?? settings.ttl, 'token_ttl') || defaultTtl, longest),
  });
  return answerToken(c, token, core.tokens.ttl(token));
}
