import { randomUUID } from 'node:crypto';
import type { VaultContext } from './backend.ts';
import { nothingThere } from './refusal.ts';
import type { Token } from './tokens.ts';

/** The frame that Vault puts around what it answers. */
export interface Envelope {
  readonly request_id: string;
  readonly lease_id: '';
  readonly renewable: false;
  readonly lease_duration: 0;
  readonly data: unknown;
  readonly wrap_info: null;
  readonly warnings: null;
  readonly auth: Auth | null;
  readonly mount_type: string;
}

/** What a login gives, or the making of a token. */
export interface Auth {
  readonly client_token: string;
  readonly accessor: string;
  readonly policies: readonly string[];
  readonly token_policies: readonly string[];
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly lease_duration: number;
  readonly renewable: boolean;
  readonly entity_id: string;
  readonly token_type: 'service';
  readonly orphan: boolean;
  readonly mfa_requirement: null;
  readonly num_uses: number;
}

/** @param mountType of the mount that answers */
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

export function answerData(c: VaultContext, data: object): Response {
  return c.json(envelope(c.env.mountType, data, null));
}

/** The system backend also repeats its data outside of the frame. */
export function answerSystem(c: VaultContext, data: object): Response {
  return c.json({ ...data, ...envelope(c.env.mountType, data, null) });
}

export function answerToken(c: VaultContext, token: Token, ttl: number): Response {
  return c.json(
    envelope(c.env.mountType, null, {
      client_token: token.id,
      accessor: token.accessor,
      policies: token.policies,
      token_policies: token.policies,
      metadata: token.meta,
      lease_duration: ttl,
      renewable: token.renewable,
      entity_id: '',
      token_type: 'service',
      orphan: token.parent === null,
      mfa_requirement: null,
      num_uses: 0,
    }),
  );
}

/** The answer to a write. */
export function answerNothing(c: VaultContext): Response {
  return c.body(null, 204);
}

/** Names, sorted; none of them is Vault's 404. */
export function answerList(c: VaultContext, names: Iterable<string>, info?: object): Response {
  const keys = [...names].sort();
  if (keys.length === 0) throw nothingThere();
  return answerData(c, info === undefined ? { keys } : { keys, key_info: info });
}
