import type { Hono } from 'hono';
import type { Env, Mount, Namespace, VaultContext } from '../backend.ts';
import type { Core } from '../core.ts';
import { emptyResponse, systemResponse } from '../envelope.ts';
import {
  type FieldTable,
  informational,
  readFields,
  required,
  unknownFields,
  unsupported,
} from '../field-table.ts';
import { mountView, newMount, tuneView } from '../mount.ts';
import { withSlash } from '../paths.ts';
import type { Token } from '../tokens.ts';
import { unsupportedOperation, VaultError } from '../vault-error.ts';
import { authTable, conflictAt, mountTable, type Table } from './mount-table.ts';

export const tuneFields = {
  /** The next two are enforced for the tokens of an auth method. */
  default_lease_ttl: ['duration', 0, 'enforced'],
  max_lease_ttl: ['duration', 0, 'enforced'],
  token_type: ['string', '', 'enforced'],
  ...informational('strings', [], 'allowed_managed_keys allowed_response_headers delegated_auth_accessors'),
  ...informational('strings', [], 'audit_non_hmac_request_keys audit_non_hmac_response_keys'),
  ...informational('strings', [], 'passthrough_request_headers'),
  ...informational('string', '', 'identity_token_key listing_visibility'),
  ...informational('boolean', false, 'force_no_cache'),
} as const satisfies FieldTable;

const descriptionField = { description: ['string', '', 'informational'] } as const satisfies FieldTable;

export const enableFields = {
  ...descriptionField,
  config: ['map', null, 'enforced'],
  type: ['string', required, 'enforced'],
  ...unsupported('string', '', 'plugin_name plugin_version'),
  ...informational('boolean', false, 'external_entropy_access local seal_wrap'),
  ...informational('map', null, 'options'),
} as const satisfies FieldTable;

export const remountFields = {
  from: ['string', required, 'enforced'],
  to: ['string', required, 'enforced'],
} as const satisfies FieldTable;

/** Types of Vault that the emulator does not have. */
const elsewhere = [
  'ad alicloud aws azure cf consul database gcp gcpkms kerberos kmip kubernetes kv kv-v2 ldap mongodbatlas nomad oci',
  'oidc okta openldap pki rabbitmq radius saml scep ssh terraform totp transform transit',
].flatMap((line) => line.split(' '));

/** Lists, reads, enables, tunes and disables mounts and auth methods. */
export function mountRoutes(app: Hono<Env>, core: Core): void {
  const migrations = new Map<string, object>();
  for (const table of [mountTable, authTable]) {
    app.get(table.path, (c) => {
      const mounts = [...table.of(c.env.namespace)].map(([path, mount]) => [path, mountView(mount)]);
      return systemResponse(c, Object.fromEntries(mounts));
    });
    app.on(['GET', 'PUT', 'DELETE'], `${table.path}/*`, (c) => {
      const rest = decodeURIComponent(c.req.path.slice(table.path.length + 1));
      const [, within = '', tuned] = /^(.+?)(\/tune)?$/.exec(rest)!;
      const isAuth = table === mountTable && within.startsWith('auth/');
      if (isAuth && tuned === undefined && c.req.method !== 'GET') throw unsupportedOperation();
      const path = withSlash(isAuth ? within.slice('auth/'.length) : within);
      const own = isAuth ? authTable : table;
      return tuned ? tune(c, own, path) : one(c, core, own, path);
    });
  }
  app.put('/remount', (c) => {
    const { namespace } = c.env;
    const { from, to } = readFields(remountFields, c.env.body);
    const [source, target] = [withSlash(from), withSlash(to)];
    const table = source.startsWith('auth/') ? authTable : mountTable;
    const mounts = table.of(namespace);
    const [own, next] = [source.slice(table.prefix.length), target.slice(table.prefix.length)];
    const mount = existing(mounts, table, own);
    if (table.fixed.includes(own)) throw new VaultError(400, `cannot remount "${source}"`);
    const conflict = target.startsWith(table.prefix)
      ? conflictAt(core, table, namespace, next)
      : 'cannot remount an auth mount to a secrets mount';
    if (conflict !== null) throw new VaultError(400, conflict);
    mounts.delete(own);
    mounts.set(next, mount);
    core.tokens.revokeWhere(madeAt(namespace, source));
    migrations.set(mount.uuid, { source_mount: source, target_mount: target, status: 'success' });
    return systemResponse(c, { migration_id: mount.uuid });
  });
  app.get('/remount/status/:id', (c) => {
    const migration_info = migrations.get(c.req.param('id'));
    if (migration_info === undefined) throw new VaultError(404, 'migration id not found');
    return systemResponse(c, { migration_id: c.req.param('id'), migration_info });
  });
}

/** Matches the tokens that a mount, such as `auth/jwt/`, has issued. */
function madeAt({ path }: Namespace, mount: string) {
  return (token: Token) => token.namespace === path && token.path.startsWith(mount);
}

function one(c: VaultContext, core: Core, table: Table, path: string): Response {
  const { namespace } = c.env;
  const mounts = table.of(namespace);
  if (c.req.method === 'GET') return systemResponse(c, mountView(existing(mounts, table, path)));
  if (table.fixed.includes(path))
    throw new VaultError(400, `cannot change the mount "${table.prefix}${path}"`);
  if (c.req.method === 'PUT') mounts.set(path, enable(c, core, table, path));
  else {
    mounts.delete(path);
    core.tokens.revokeWhere(madeAt(namespace, table.prefix + path));
  }
  return emptyResponse(c);
}

function enable(c: VaultContext, core: Core, table: Table, path: string): Mount {
  const { namespace } = c.env;
  const { type, config, description, ...flags } = readFields(enableFields, c.env.body);
  const plugins = table.plugins(core);
  const plugin = Object.hasOwn(plugins, type) ? plugins[type] : undefined;
  if (plugin === undefined) throw new VaultError(400, unknownPlugin(type));
  const conflict = conflictAt(core, table, namespace, path);
  if (conflict !== null) throw new VaultError(400, conflict);
  const backend = plugin(core, { namespace: namespace.path, path: table.prefix + path });
  return newMount(type, backend, { description, config: changes(config ?? {}), flags });
}

/** Names what Vault has and the emulator lacks, unlike what no Vault has. */
function unknownPlugin(type: string): string {
  return elsewhere.includes(type)
    ? `this emulator does not support the type "${type}"; use --upstream with a Vault or OpenBao that does`
    : `plugin not found in the catalog: ${type}`;
}

function tune(c: VaultContext, table: Table, path: string): Response {
  const mounts = table.of(c.env.namespace);
  const mount = existing(mounts, table, path);
  if (c.req.method === 'GET') return systemResponse(c, tuneView(mount, table.prefix !== ''));
  const { description } = readFields(descriptionField, c.env.body, mount);
  mounts.set(path, { ...mount, description, config: { ...mount.config, ...changes(c.env.body) } });
  return emptyResponse(c, unknownFields({ ...tuneFields, ...descriptionField }, c.env.body));
}

/** The tuned fields, without those that a body does not set. */
function changes(body: Readonly<Record<string, unknown>>): Mount['config'] {
  const given = Object.entries(readFields(tuneFields, body)).filter(
    ([name]) => (body[name] ?? null) !== null,
  );
  return Object.fromEntries(given);
}

function existing(mounts: Map<string, Mount>, { prefix }: Table, path: string): Mount {
  const mount = mounts.get(path);
  if (mount === undefined) throw new VaultError(400, `No secret engine mount at ${prefix}${path}`);
  return mount;
}
