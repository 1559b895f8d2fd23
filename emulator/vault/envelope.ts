import { randomUUID } from 'node:crypto';
import type { VaultContext } from './backend.ts';
import type { Token } from './tokens.ts';
import { notFound } from './vault-error.ts';
import { type Wrapped, wrapInfo } from './wrapped-responses.ts';

/** The outer object of Vault's responses. */
export interface Envelope {
  readonly request_id: string;
  readonly lease_id: '';
  readonly renewable: false;
  readonly lease_duration: 0;
  readonly data: unknown;
  readonly wrap_info: object | null;
  readonly warnings: readonly string[] | null;
  readonly auth: Auth | null;
  readonly mount_type: string;
}

/** The result of a login or a token creation. */
export interface Auth {
  readonly client_token: string;
  readonly accessor: string;
  readonly policies: readonly string[];
  readonly token_policies: readonly string[];
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly lease_duration: number;
  readonly renewable: boolean;
  readonly entity_id: string;
  readonly token_type: Token['type'];
  readonly orphan: boolean;
  readonly mfa_requirement: null;
  readonly num_uses: number;
}

/** @param mountType the type of the mount that serves the request */
export function envelope(mountType: string, data: unknown, auth: Auth | null): Envelope {
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

/** The response with a wrapping token instead of the data. */
export function wrappedResponse(c: VaultContext, wrapped: Wrapped): Response {
  return c.json({ ...envelope(c.env.mount.type, null, null), wrap_info: wrapInfo(wrapped) });
}

/** Sorted names. An empty list is a 404, as in Vault. */
export function listResponse(c: VaultContext, names: Iterable<string>, info?: object): Response {
  const keys = [...names].sort();
  if (keys.length === 0) throw notFound();
  return dataResponse(c, info === undefined ? { keys } : { keys, key_info: info });
}
