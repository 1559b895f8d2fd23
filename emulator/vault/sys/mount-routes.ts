import type { Hono } from 'hono';
import { ownValue } from '../../own-value.ts';
import type { Env, Mount, Namespace, VaultContext } from '../backend.ts';
import type { Core } from '../core.ts';
import { emptyResponse, systemResponse } from '../envelope.ts';
import {
  type Body,
  enforced,
  informational,
  readFields,
  required,
  unknownFields,
  unsupported,
} from '../field-table.ts';
import { authPrefix, isAuth, mountView, mountViews, newMount, tuneView } from '../mount.ts';
import { withSlash } from '../paths.ts';
import { rejected, unsupportedOperation, VaultError } from '../vault-error.ts';

export const tuneFields = {
  /** The next two are enforced for the tokens of an auth method. */
  ...enforced('duration', 0, 'default_lease_ttl max_lease_ttl'),
  ...enforced('string', '', 'token_type'),
  ...informational('strings', [], 'allowed_managed_keys allowed_response_headers delegated_auth_accessors'),
  ...informational('strings', [], 'audit_non_hmac_request_keys audit_non_hmac_response_keys'),
  ...informational('strings', [], 'passthrough_request_headers'),
  ...informational('string', '', 'identity_token_key listing_visibility'),
  ...informational('boolean', false, 'force_no_cache'),
};

const descriptionField = informational('string', '', 'description');

export const enableFields = {
  ...descriptionField,
  ...enforced('map', null, 'config'),
  ...enforced('string', required, 'type'),
  ...unsupported('string', '', 'plugin_name plugin_version'),
  ...informational('boolean', false, 'external_entropy_access local seal_wrap'),
  ...informational('map', null, 'options'),
};

export const remountFields = enforced('string', required, 'from to');

/** Types of Vault that the emulator does not have. */
const elsewhere = [
  'ad alicloud aws azure cf consul database gcp gcpkms kerberos kmip kubernetes kv kv-v2 ldap mongodbatlas nomad oci',
  'oidc okta openldap pki rabbitmq radius saml scep ssh terraform totp transform transit',
].flatMap((line) => line.split(' '));

/** The mounts that every namespace has and that cannot be changed. */
const fixed = ['auth/token/', 'cubbyhole/', 'identity/', 'sys/'];

/**
 * Lists, reads, enables, tunes, moves and disables secrets engines and auth methods.
 *
 * Sources: https://developer.hashicorp.com/vault/api-docs/system/mounts, and `auth` and `remount` beside it
 */
export function mountRoutes(app: Hono<Env>, core: Core): void {
  for (const [table, prefix] of [['/mounts', ''] as const, ['/auth', authPrefix] as const]) {
    app.get(table, (c) => systemResponse(c, mountViews(c.env.namespace, prefix)));
    app.on(['GET', 'PUT', 'DELETE'], `${table}/*`, (c) => {
      const rest = decodeURIComponent(c.req.path.slice(table.length + 1));
      const [, within = '', tuned] = /^(.+?)(\/tune)?$/.exec(rest)!;
      const path = prefix + withSlash(within);
      if (tuned) return tune(c, path);
      if (c.req.method === 'GET') return systemResponse(c, mountView(existing(c, path)));
      if (prefix === '' && within.startsWith(authPrefix)) throw unsupportedOperation();
      if (fixed.includes(path)) throw rejected(`cannot change the mount "${path}"`);
      return c.req.method === 'PUT' ? enable(c, core, path) : disable(c, core, path);
    });
  }
  const migrations = new Map<string, object>();
  app.put('/remount', (c) => {
    const { from, to } = readFields(remountFields, c.env.body);
    const [source, target] = [withSlash(from), withSlash(to)];
    const mount = existing(c, source);
    if (fixed.includes(source)) throw rejected(`cannot remount "${source}"`);
    if (isAuth(source) !== isAuth(target))
      throw rejected('cannot remount an auth mount to a secrets mount, or the other way round');
    requireFree(core, c.env.namespace, target);
    disable(c, core, source);
    c.env.namespace.mounts.set(target, mount);
    migrations.set(mount.uuid, { source_mount: source, target_mount: target, status: 'success' });
    return systemResponse(c, { migration_id: mount.uuid });
  });
  app.get('/remount/status/:id', (c) => {
    const migration_info = migrations.get(c.req.param('id'));
    if (migration_info === undefined) throw new VaultError(404, 'migration id not found');
    return systemResponse(c, { migration_id: c.req.param('id'), migration_info });
  });
}

/** Removes a mount, and revokes the tokens that it has issued. */
function disable(c: VaultContext, { tokens }: Core, path: string): Response {
  const { namespace } = c.env;
  namespace.mounts.delete(path);
  tokens.revokeWhere((token) => token.namespace === namespace.path && token.path.startsWith(path));
  return emptyResponse(c);
}

function enable(c: VaultContext, core: Core, path: string): Response {
  const { namespace, body } = c.env;
  const { type, config, description, ...flags } = readFields(enableFields, body);
  const plugin = ownValue(isAuth(path) ? core.authMethods : core.engines, type);
  if (plugin === undefined) throw rejected(unknownPlugin(type));
  requireFree(core, namespace, path);
  const backend = plugin(core, { namespace: namespace.path, path });
  namespace.mounts.set(path, newMount(type, backend, { description, config: changes(config ?? {}), flags }));
  return emptyResponse(c);
}

/** @throws VaultError (400) when a mount or a namespace is at the path, above it or below it */
function requireFree({ namespaces }: Core, namespace: Namespace, path: string): void {
  const overlapping = (paths: Iterable<string>) =>
    [...paths].find((other) => other.startsWith(path) || path.startsWith(other));
  const mount = overlapping(namespace.mounts.keys());
  if (mount !== undefined) throw rejected(`path is already in use at ${mount}`);
  const inner = overlapping(namespaces.below(namespace).keys());
  if (inner !== undefined) throw rejected(`path is already in use by the namespace ${inner}`);
}

/** Names what Vault has and the emulator lacks, unlike what no Vault has. */
function unknownPlugin(type: string): string {
  return elsewhere.includes(type)
    ? `this emulator does not support the type "${type}"; use --upstream with a Vault or OpenBao that does`
    : `plugin not found in the catalog: ${type}`;
}

function tune(c: VaultContext, path: string): Response {
  const mount = existing(c, path);
  if (c.req.method === 'GET') return systemResponse(c, tuneView(mount, isAuth(path)));
  const { namespace, body } = c.env;
  const { description } = readFields(descriptionField, body, mount);
  namespace.mounts.set(path, { ...mount, description, config: { ...mount.config, ...changes(body) } });
  return emptyResponse(c, unknownFields({ ...tuneFields, ...descriptionField }, body));
}

/** The tuned fields, without those that a body does not set. */
function changes(body: Body): Mount['config'] {
  const given = Object.entries(readFields(tuneFields, body)).filter(
    ([name]) => (body[name] ?? null) !== null,
  );
  return Object.fromEntries(given);
}

function existing(c: VaultContext, path: string): Mount {
  const mount = c.env.namespace.mounts.get(path);
  if (mount === undefined) throw rejected(`No secret engine mount at ${path}`);
  return mount;
}
