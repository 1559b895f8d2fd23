import { randomUUID } from 'node:crypto';
import { later } from '../../later.ts';
import type { VaultContext } from '../backend.ts';
import { checkCidrs, requireBoundAddress } from '../cidrs.ts';
import type { Plugin } from '../core.ts';
import { dataResponse, emptyResponse, listResponse } from '../envelope.ts';
import {
  type Body,
  enforced,
  informational,
  readFields,
  requiredText,
  text,
  type Values,
} from '../field-table.ts';
import { notFound, rejected, VaultError } from '../vault-error.ts';
import { loginBackend, tokenFields } from './login.ts';
import { Records } from './records.ts';

export const approleFields = {
  ...enforced('boolean', true, 'bind_secret_id'),
  ...enforced('strings', [], 'secret_id_bound_cidrs'),
  /** 0: unlimited. */
  ...enforced('integer', 0, 'secret_id_num_uses'),
  ...enforced('duration', 0, 'secret_id_ttl'),
  ...informational('boolean', false, 'local_secret_ids'),
  ...tokenFields,
};

/** A negative number of uses or TTL is that of the role. */
export const secretIdFields = {
  ...enforced('strings', [], 'cidr_list token_bound_cidrs'),
  ...enforced('string', '{}', 'metadata'),
  ...enforced('integer', -1, 'num_uses'),
  /** A custom secret id. */
  ...enforced('string', '', 'secret_id'),
  ...enforced('duration', -1, 'ttl'),
};

const ownRoleId = { role_id: requiredText };
const proof = { role_id: requiredText, secret_id: text };
const lookup = { secret_id: text, secret_id_accessor: text };
const never = '0001-01-01T00:00:00Z';
const unknownCredential = 'invalid role or secret ID';

type SecretId = ReturnType<typeof newSecretId>;

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/approle */
export const approleBackend: Plugin = (core, mountPath) => {
  const roles = new Records('/role', approleFields);
  const roleIds = new Map<string, string>();
  const secrets = new Map<string, SecretId>();

  const nameOf = (c: VaultContext): string => {
    const name = c.req.param('name')!;
    if (!roles.has(name)) throw notFound();
    if (!roleIds.has(name)) roleIds.set(name, randomUUID());
    return name;
  };
  const secretsOf = (role: string): SecretId[] =>
    [...secrets.values()].filter(
      (one) => one.role === role && (one.expires === null || one.expires > core.clock()),
    );
  const useSecretId = (role: string, id: string): SecretId['shown'] => {
    const { shown } = secretsOf(role).find((one) => one.id === id) ?? {};
    if (shown === undefined) throw rejected(unknownCredential);
    requireBoundAddress(shown.cidr_list);
    if (shown.secret_id_num_uses > 0 && --shown.secret_id_num_uses === 0) secrets.delete(id);
    return shown;
  };
  const login = ({ role_id, secret_id }: Values<typeof proof>) => {
    const role_name = [...roleIds].find(([, id]) => id === role_id)?.[0] ?? '';
    const role = roles.require(role_name, unknownCredential);
    const secret = role.bind_secret_id ? useSecretId(role_name, secret_id) : null;
    requireBoundAddress(role.secret_id_bound_cidrs);
    const token_bound_cidrs = secret?.token_bound_cidrs.length
      ? secret.token_bound_cidrs
      : role.token_bound_cidrs;
    const metadata = { role_name, ...secret?.metadata };
    return { settings: { ...role, token_bound_cidrs }, display_name: 'approle', metadata };
  };

  const backend = loginBackend(core, mountPath, [roles], '/login', proof, login);
  const { app } = backend;
  app.get('/role/:name/role-id', (c) => dataResponse(c, { role_id: roleIds.get(nameOf(c))! }));
  app.put('/role/:name/role-id', (c) => {
    roleIds.set(nameOf(c), readFields(ownRoleId, c.env.body).role_id);
    return emptyResponse(c);
  });
  app.on('LIST', '/role/:name/secret-id', (c) => {
    const accessors = secretsOf(nameOf(c)).map(({ shown }) => shown.secret_id_accessor);
    return listResponse(c, accessors);
  });
  app.put('/role/:name/:kind{(?:custom-)?secret-id}', (c) => {
    const name = nameOf(c);
    const isCustom = c.req.param('kind') === 'custom-secret-id';
    const secret = newSecretId(name, roles.get(name)!, c.env.body, isCustom, core.clock());
    if (secrets.has(secret.id)) throw rejected('SecretID is already registered');
    secrets.set(secret.id, secret);
    const { secret_id_accessor, secret_id_num_uses, secret_id_ttl } = secret.shown;
    return dataResponse(c, { secret_id: secret.id, secret_id_accessor, secret_id_num_uses, secret_id_ttl });
  });
  const find = (c: VaultContext): SecretId | undefined => {
    const { secret_id, secret_id_accessor: accessor } = readFields(lookup, c.env.body);
    return secretsOf(nameOf(c)).find(({ id, shown }) =>
      c.req.param('by') === 'secret-id' ? id === secret_id : shown.secret_id_accessor === accessor,
    );
  };
  app.put('/role/:name/:by{secret-id(?:-accessor)?}/lookup', (c) => {
    const secret = find(c);
    if (secret !== undefined) return dataResponse(c, secret.shown);
    if (c.req.param('by') === 'secret-id') return emptyResponse(c);
    throw new VaultError(404, 'failed to find accessor entry for the secret_id_accessor');
  });
  app.on(['PUT', 'DELETE'], '/role/:name/:by{secret-id(?:-accessor)?}/destroy', (c) => {
    secrets.delete(find(c)?.id ?? '');
    return emptyResponse(c);
  });
  return backend;
};

function newSecretId(
  role: string,
  settings: Values<typeof approleFields>,
  fields: Body,
  isCustom: boolean,
  now: Date,
) {
  const given = readFields(secretIdFields, fields);
  checkCidrs([...given.cidr_list, ...given.token_bound_cidrs]);
  if (isCustom && given.secret_id === '') throw rejected('missing secret_id');
  const limit = settings.secret_id_num_uses;
  if (limit > 0 && (given.num_uses > limit || given.num_uses === 0))
    throw rejected('num_uses is greater than the role secret_id_num_uses');
  const ttl = given.ttl < 0 ? settings.secret_id_ttl : given.ttl;
  const expires = ttl === 0 ? null : later(now, ttl);
  const shown = {
    cidr_list: given.cidr_list,
    creation_time: now.toISOString(),
    expiration_time: expires?.toISOString() ?? never,
    last_updated_time: now.toISOString(),
    metadata: parseMetadata(given.metadata),
    secret_id_accessor: randomUUID(),
    /** 0: unlimited. */
    secret_id_num_uses: given.num_uses < 0 ? limit : given.num_uses,
    secret_id_ttl: ttl,
    token_bound_cidrs: given.token_bound_cidrs,
  };
  return { id: isCustom ? given.secret_id : randomUUID(), role, expires, shown };
}

function parseMetadata(text: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(text || '{}');
  } catch {
    throw rejected('metadata: expected a JSON object in a string');
  }
}
