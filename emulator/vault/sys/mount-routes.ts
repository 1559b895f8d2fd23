import type { Hono } from 'hono';
import type { Env, Mount, VaultContext } from '../backend.ts';
import type { Core } from '../core.ts';
import { emptyResponse, systemResponse } from '../envelope.ts';
import { type FieldTable, readFields, required, unknownFields } from '../field-table.ts';
import { mountView, newMount, tuneView } from '../mount.ts';
import { withSlash } from '../paths.ts';
import { unsupportedOperation, VaultError } from '../vault-error.ts';
import { authTable, mountTable, type Table } from './mount-table.ts';

export const tuneFields = {
  allowed_managed_keys: ['strings', [], 'informational'],
  allowed_response_headers: ['strings', [], 'informational'],
  audit_non_hmac_request_keys: ['strings', [], 'informational'],
  audit_non_hmac_response_keys: ['strings', [], 'informational'],
  /** Enforced for the tokens of an auth method. */
  default_lease_ttl: ['duration', 0, 'enforced'],
  delegated_auth_accessors: ['strings', [], 'informational'],
  force_no_cache: ['boolean', false, 'informational'],
  identity_token_key: ['string', '', 'informational'],
  listing_visibility: ['string', '', 'informational'],
  max_lease_ttl: ['duration', 0, 'enforced'],
  passthrough_request_headers: ['strings', [], 'informational'],
  token_type: ['string', '', 'enforced'],
} as const satisfies FieldTable;

const descriptionField = { description: ['string', '', 'informational'] } as const satisfies FieldTable;

export const enableFields = {
  ...descriptionField,
  config: ['map', null, 'enforced'],
  external_entropy_access: ['boolean', false, 'informational'],
  local: ['boolean', false, 'informational'],
  options: ['map', null, 'informational'],
  plugin_name: ['string', '', 'unsupported'],
  plugin_version: ['string', '', 'unsupported'],
  seal_wrap: ['boolean', false, 'informational'],
  type: ['string', required, 'enforced'],
} as const satisfies FieldTable;

const remountFields = {
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
  const auths = authTable(core);
  for (const table of [mountTable(core), auths]) {
    app.get(table.path, (c) => {
      const mounts = [...table.of(c.env.namespace)].map(([path, mount]) => [path, mountView(mount)]);
      return systemResponse(c, Object.fromEntries(mounts));
    });
    app.on(['GET', 'PUT', 'DELETE'], `${table.path}/*`, (c) => {
      const rest = decodeURIComponent(c.req.path.slice(table.path.length + 1));
      const [, within, tuned] = /^(.+?)(\/tune)?$/.exec(rest)!;
      const isAuth = table !== auths && within!.startsWith('auth/');
      if (isAuth && tuned === undefined && c.req.method !== 'GET') throw unsupportedOperation();
      const path = withSlash(isAuth ? within!.slice('auth/'.length) : within!);
      const own = isAuth ? auths : table;
      return tuned ? tune(c, own, path) : one(c, core, own, path);
    });
  }
  app.put('/remount', (c) => {
    const { from, to } = readFields(remountFields, c.env.body);
    const [source, target] = [withSlash(from), withSlash(to)];
    const table = source.startsWith('auth/') ? auths : mountTable(core);
    const mounts = table.of(c.env.namespace);
    const [own, next] = [source.slice(table.prefix.length), target.slice(table.prefix.length)];
    const mount = existing(mounts, table, own);
    if (table.fixed.includes(own)) throw new VaultError(400, `cannot remount "${source}"`);
    const conflict = target.startsWith(table.prefix)
      ? table.conflict(c.env.namespace, next)
      : 'cannot remount an auth mount to a secrets mount';
    if (conflict !== null) throw new VaultError(400, conflict);
    mounts.delete(own);
    mounts.set(next, mount);
    core.tokens.revokeMadeAt(c.env.namespace.path, source);
    return systemResponse(c, { migration_id: mount.uuid });
  });
  app.get('/remount/status/:id', (c) => {
    const id = c.req.param('id');
    const info = { source_mount: '', target_mount: '', status: 'success' };
    return systemResponse(c, { migration_id: id, migration_info: info });
  });
}

function one(c: VaultContext, core: Core, table: Table, path: string): Response {
  const mounts = table.of(c.env.namespace);
  if (c.req.method === 'GET') return systemResponse(c, mountView(existing(mounts, table, path)));
  if (table.fixed.includes(path))
    throw new VaultError(400, `cannot change the mount "${table.prefix}${path}"`);
  if (c.req.method === 'DELETE') {
    mounts.delete(path);
    core.tokens.revokeMadeAt(c.env.namespace.path, table.prefix + path);
  } else {
    mounts.set(path, enable(c, core, table, path));
  }
  return emptyResponse(c);
}

function enable(c: VaultContext, core: Core, table: Table, path: string): Mount {
  const { namespace } = c.env;
  const { type, config, description, plugin_name: _, ...flags } = readFields(enableFields, c.env.body);
  const plugin = Object.hasOwn(table.plugins, type) ? table.plugins[type] : undefined;
  if (plugin === undefined) throw new VaultError(400, unknownPlugin(type));
  const conflict = table.conflict(namespace, path);
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
