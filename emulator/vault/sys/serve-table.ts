import type { Hono } from 'hono';
import * as v from 'valibot';
import type { Env, Mount, Namespace, VaultContext } from '../backend.ts';
import type { Core, Plugin } from '../core.ts';
import { seconds } from '../duration.ts';
import { emptyResponse, systemResponse } from '../envelope.ts';
import { mountView, newMount, tuneView } from '../mount.ts';
import { withSlash } from '../paths.ts';
import { body, duration } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';

/** The difference between the table of secrets engines and that of auth methods. */
export interface Table {
  /** `/mounts` or `/auth`. */
  readonly path: string;
  readonly plugins: Readonly<Record<string, Plugin>>;
  /** The prefix of mount paths: empty, or `auth/`. */
  readonly prefix: string;
  /** Built-in mounts, which cannot be changed. */
  readonly fixed: readonly string[];
  of(namespace: Namespace): Map<string, Mount>;
  /** The reason why the path cannot be mounted; `null` when it is free. */
  conflict(namespace: Namespace, path: string): string | null;
}

const settings = v.object({
  default_lease_ttl: v.optional(duration),
  max_lease_ttl: v.optional(duration),
  force_no_cache: v.optional(v.boolean()),
  listing_visibility: v.optional(v.string()),
  description: v.optional(v.string()),
});
const enabling = v.object({
  type: v.string(),
  description: v.optional(v.string()),
  config: v.optional(v.nullable(settings)),
});

/** Lists, reads, enables, tunes and disables mounts. */
export function serveTable(app: Hono<Env>, core: Core, table: Table): void {
  app.get(table.path, (c) => {
    const mounts = [...table.of(c.env.namespace)].map(([path, mount]) => [path, mountView(mount)]);
    return systemResponse(c, Object.fromEntries(mounts));
  });
  app.on(['GET', 'PUT', 'DELETE'], `${table.path}/*`, (c) => {
    const rest = decodeURIComponent(c.req.path.slice(table.path.length + 1));
    const tuned = /^(.+)\/tune$/.exec(rest);
    return tuned ? tune(c, table, withSlash(tuned[1]!)) : one(c, core, table, withSlash(rest));
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
  const { type, description, config } = body(c, enabling);
  const plugin = Object.hasOwn(table.plugins, type) ? table.plugins[type] : undefined;
  if (plugin === undefined) {
    throw new VaultError(400, `plugin not found in the catalog: ${type}`);
  }
  const conflict = table.conflict(namespace, path);
  if (conflict !== null) throw new VaultError(400, conflict);
  const backend = plugin(core, { namespace: namespace.path, path: table.prefix + path });
  return newMount(type, backend, { description: description ?? '', config: configOf(config ?? {}) });
}

function tune(c: VaultContext, table: Table, path: string): Response {
  const mounts = table.of(c.env.namespace);
  const mount = existing(mounts, table, path);
  if (c.req.method === 'GET') return systemResponse(c, tuneView(mount));
  const { description = mount.description, ...asked } = body(c, settings);
  mounts.set(path, { ...mount, description, config: { ...mount.config, ...configOf(asked) } });
  return emptyResponse(c);
}

function configOf({
  default_lease_ttl,
  max_lease_ttl,
  ...others
}: v.InferOutput<typeof settings>): Mount['config'] {
  return {
    ...others,
    ...(default_lease_ttl === undefined
      ? {}
      : { default_lease_ttl: seconds(default_lease_ttl, 'default_lease_ttl') }),
    ...(max_lease_ttl === undefined ? {} : { max_lease_ttl: seconds(max_lease_ttl, 'max_lease_ttl') }),
  };
}

function existing(mounts: Map<string, Mount>, { prefix }: Table, path: string): Mount {
  const mount = mounts.get(path);
  if (mount === undefined) throw new VaultError(400, `No secret engine mount at ${prefix}${path}`);
  return mount;
}
