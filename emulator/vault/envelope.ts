import { randomUUID } from 'node:crypto';
import type { VaultContext } from './backend.ts';
import type { Token } from './tokens.ts';
import { notFound } from './vault-error.ts';

/**
 * The outer object of Vault's responses.
 *
 * @param mountType the type of the mount that serves the request
 * @param auth the result of a login or a token creation
 */
export function envelope(mountType: string, data: unknown, auth: object | null) {
  return {
    request_id: randomUUID(),
    lease_id: '',
    renewable: false,
    lease_duration: 0,
    data,
    wrap_info: null,
    warnings: null,
    auth,
    mount_type: mountType,
  };
}

export function dataResponse(c: VaultContext, data: object): Response {
  return c.json(envelope(c.env.mount.type, data, null));
}

/** The system backend repeats its data at the top level. */
export function systemResponse(c: VaultContext, data: object): Response {
  return c.json({ ...data, ...envelope(c.env.mount.type, data, null) });
}

export function tokenResponse(c: VaultContext, token: Token, ttl: number): Response {
  return c.json(
    envelope(c.env.mount.type, null, {
      client_token: token.id,
      accessor: token.accessor,
      policies: token.policies,
      token_policies: token.policies,
      metadata: token.meta,
      lease_duration: ttl,
      renewable: token.renewable,
      entity_id: '',
      token_type: token.type,
      orphan: token.parent === null,
      mfa_requirement: null,
      num_uses: Math.max(0, token.num_uses),
    }),
  );
}

/** The response to a write; unknown fields of its body are a warning. */
export function emptyResponse(c: VaultContext, unknown: readonly string[] = []): Response {
  if (unknown.length === 0) return c.body(null, 204);
  const warning = `Endpoint ignored these unrecognized parameters: [${[...unknown].sort().join(' ')}]`;
  return c.json({ ...envelope(c.env.mount.type, null, null), warnings: [warning] });
}

/**
 * Sorted names.
 *
 * @throws VaultError (404) for an empty list, as Vault returns it
 */
export function listed(names: Iterable<string>): { readonly keys: readonly string[] } {
  const keys = [...names].sort();
  if (keys.length === 0) throw notFound();
  return { keys };
}

export function listResponse(c: VaultContext, names: Iterable<string>, info?: object): Response {
  return dataResponse(c, { ...listed(names), ...(info === undefined ? {} : { key_info: info }) });
}
