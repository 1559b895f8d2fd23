import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { type Backend, routes, type VaultContext } from '../backend.ts';
import { checkCidrs, requireBoundAddress } from '../cidrs.ts';
import type { Core, MountPath } from '../core.ts';
import { dataResponse, emptyResponse, listResponse } from '../envelope.ts';
import { type FieldTable, readFields, type Values } from '../field-table.ts';
import { body } from '../request-body.ts';
import { notFound, VaultError } from '../vault-error.ts';
import { login, tokenFields } from './login.ts';
import { Records, serveRecords } from './records.ts';

export const approleFields = {
  bind_secret_id: ['boolean', true, 'enforced'],
  local_secret_ids: ['boolean', false, 'informational'],
  secret_id_bound_cidrs: ['strings', [], 'enforced'],
  /** 0: unlimited. */
  secret_id_num_uses: ['integer', 0, 'enforced'],
  secret_id_ttl: ['duration', 0, 'enforced'],
  ...tokenFields,
} as const satisfies FieldTable;

const secretIdFields = {
  cidr_list: ['strings', [], 'enforced'],
  metadata: ['string', '', 'enforced'],
  num_uses: ['integer', -1, 'enforced'],
  /** A custom secret id. */
  secret_id: ['string', '', 'enforced'],
  token_bound_cidrs: ['strings', [], 'enforced'],
  ttl: ['duration', -1, 'enforced'],
} as const satisfies FieldTable;

const ownRoleId = v.object({ role_id: v.string() });
const proof = v.object({ role_id: v.string(), secret_id: v.optional(v.string(), '') });
const lookup = v.object({
  secret_id: v.optional(v.string()),
  secret_id_accessor: v.optional(v.string()),
});

interface SecretId {
  readonly id: string;
  readonly role: string;
  readonly accessor: string;
  readonly created: Date;
  /** Seconds; 0: it does not expire. */
  readonly ttl: number;
  readonly cidrs: readonly string[];
  readonly token_bound_cidrs: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Uses left; 0: unlimited. */
  uses: number;
}

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/approle */
export function approleBackend(core: Core, mountPath: MountPath): Backend {
  const app = routes();
  const roles = new Records(approleFields);
  const roleIds = new Map<string, string>();
  const secretIds = new SecretIds(core.clock);
  serveRecords(app, '/role', roles);

  const roleOf = (c: VaultContext): [name: string, role: Values<typeof approleFields>] => {
    const name = c.req.param('name')!;
    const role = roles.get(name);
    if (role === undefined) throw notFound();
    if (!roleIds.has(name)) roleIds.set(name, randomUUID());
    return [name, role];
  };
  app.get('/role/:name/role-id', (c) => dataResponse(c, { role_id: roleIds.get(roleOf(c)[0])! }));
  app.put('/role/:name/role-id', (c) => {
    roleIds.set(roleOf(c)[0], body(c, ownRoleId).role_id);
    return emptyResponse(c);
  });
  app.on('LIST', '/role/:name/secret-id', (c) => listResponse(c, secretIds.accessors(roleOf(c)[0])));
  for (const path of ['secret-id', 'custom-secret-id']) {
    app.put(`/role/:name/${path}`, (c) => {
      const [name, role] = roleOf(c);
      const secret = secretIds.create(name, role, c.env.body, path === 'custom-secret-id');
      return dataResponse(c, {
        secret_id: secret.id,
        secret_id_accessor: secret.accessor,
        secret_id_num_uses: secret.uses,
        secret_id_ttl: secret.ttl,
      });
    });
  }
  for (const path of ['secret-id', 'secret-id-accessor']) {
    const find = (c: VaultContext): SecretId | undefined => {
      const [name] = roleOf(c);
      const { secret_id, secret_id_accessor } = body(c, lookup);
      return path === 'secret-id'
        ? secretIds.find(name, ({ id }) => id === secret_id)
        : secretIds.find(name, ({ accessor }) => accessor === secret_id_accessor);
    };
    app.put(`/role/:name/${path}/lookup`, (c) => {
      const secret = find(c);
      if (secret !== undefined) return dataResponse(c, view(secret));
      if (path === 'secret-id') return c.body(null, 204);
      throw new VaultError(404, 'failed to find accessor entry for the secret_id_accessor');
    });
    app.on(['PUT', 'DELETE'], `/role/:name/${path}/destroy`, (c) => {
      const secret = find(c);
      if (secret !== undefined) secretIds.delete(secret.id);
      return emptyResponse(c);
    });
  }
  app.put('/login', (c) => {
    const { role_id, secret_id } = body(c, proof);
    const name = [...roleIds].find(([, id]) => id === role_id)?.[0];
    const found = name === undefined ? undefined : roles.get(name);
    if (name === undefined || found === undefined) throw new VaultError(400, 'invalid role or secret ID');
    const secret = found.bind_secret_id ? secretIds.use(name, secret_id) : null;
    requireBoundAddress(found.secret_id_bound_cidrs);
    const token_bound_cidrs = secret?.token_bound_cidrs.length
      ? secret.token_bound_cidrs
      : found.token_bound_cidrs;
    return login(
      c,
      core,
      mountPath,
      { ...found, token_bound_cidrs },
      {
        display_name: 'approle',
        metadata: { role_name: name, ...secret?.metadata },
      },
    );
  });
  return { app, open: ['login'] };
}

class SecretIds {
  readonly #secrets = new Map<string, SecretId>();
  readonly #clock: () => Date;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  create(
    role: string,
    settings: Values<typeof approleFields>,
    fields: Readonly<Record<string, unknown>>,
    isCustom: boolean,
  ): SecretId {
    const { metadata, ...given } = readFields(secretIdFields, fields);
    checkCidrs([...given.cidr_list, ...given.token_bound_cidrs]);
    if (isCustom && given.secret_id === '') throw new VaultError(400, 'missing secret_id');
    const limit = settings.secret_id_num_uses;
    if (limit > 0 && (given.num_uses > limit || given.num_uses === 0)) {
      throw new VaultError(400, 'num_uses is greater than the role secret_id_num_uses');
    }
    const secret: SecretId = {
      id: isCustom ? given.secret_id : randomUUID(),
      role,
      accessor: randomUUID(),
      created: this.#clock(),
      ttl: given.ttl < 0 ? settings.secret_id_ttl : given.ttl,
      cidrs: given.cidr_list,
      token_bound_cidrs: given.token_bound_cidrs,
      metadata: metadata === '' ? {} : parseMetadata(metadata),
      uses: given.num_uses < 0 ? limit : given.num_uses,
    };
    if (this.#secrets.has(secret.id)) throw new VaultError(400, 'SecretID is already registered');
    this.#secrets.set(secret.id, secret);
    return secret;
  }

  find(role: string, matches: (secret: SecretId) => boolean): SecretId | undefined {
    const now = this.#clock().getTime();
    return [...this.#secrets.values()].find(
      (secret) =>
        secret.role === role &&
        matches(secret) &&
        (secret.ttl === 0 || secret.created.getTime() + secret.ttl * 1000 > now),
    );
  }

  accessors(role: string): string[] {
    return [...this.#secrets.values()].filter((one) => one.role === role).map(({ accessor }) => accessor);
  }

  delete(id: string): void {
    this.#secrets.delete(id);
  }

  /** @throws VaultError when the secret id is not valid, or not from here */
  use(role: string, id: string): SecretId {
    const secret = this.find(role, (one) => one.id === id);
    if (secret === undefined) throw new VaultError(400, 'invalid role or secret ID');
    requireBoundAddress(secret.cidrs);
    if (secret.uses > 0 && --secret.uses === 0) this.delete(id);
    return secret;
  }
}

function view(secret: SecretId): object {
  const { accessor, created, ttl, cidrs, token_bound_cidrs, metadata, uses } = secret;
  const expires = ttl === 0 ? '0001-01-01T00:00:00Z' : new Date(created.getTime() + ttl * 1000).toISOString();
  return {
    cidr_list: cidrs,
    creation_time: created.toISOString(),
    expiration_time: expires,
    last_updated_time: created.toISOString(),
    metadata,
    secret_id_accessor: accessor,
    secret_id_num_uses: uses,
    secret_id_ttl: ttl,
    token_bound_cidrs,
  };
}

function parseMetadata(text: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(text);
  } catch {
    throw new VaultError(400, 'metadata: expected a JSON object in a string');
  }
}
