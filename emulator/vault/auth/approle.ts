import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { type Backend, routes, type VaultContext } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import { seconds } from '../duration.ts';
import { dataResponse, emptyResponse } from '../envelope.ts';
import { body, duration, flag } from '../request-body.ts';
import { notFound, VaultError } from '../vault-error.ts';
import { login, tokenSettings } from './login.ts';
import { Records, serveRecords } from './records.ts';

const role = v.object({
  bind_secret_id: v.optional(flag, true),
  secret_id_ttl: v.optional(duration, 0),
  /** 0: without limit. */
  secret_id_num_uses: v.optional(v.number(), 0),
  ...tokenSettings,
});
const ownRoleId = v.object({ role_id: v.string() });
const proof = v.object({ role_id: v.string(), secret_id: v.optional(v.string(), '') });

interface SecretId {
  readonly role: string;
  readonly expires: Date | null;
  /** `null`: without limit. */
  uses: number | null;
}

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/approle */
export function approleBackend(core: Core, mountPath: MountPath): Backend {
  const app = routes();
  const roles = new Records(role);
  const roleIds = new Map<string, string>();
  const secretIds = new Map<string, SecretId>();
  serveRecords(app, '/role', roles);

  const named = (c: VaultContext): string => {
    const name = c.req.param('name')!;
    if (roles.get(name) === undefined) throw notFound();
    if (!roleIds.has(name)) roleIds.set(name, randomUUID());
    return name;
  };
  app.get('/role/:name/role-id', (c) => dataResponse(c, { role_id: roleIds.get(named(c))! }));
  app.put('/role/:name/role-id', (c) => {
    roleIds.set(named(c), body(c, ownRoleId).role_id);
    return emptyResponse(c);
  });
  app.put('/role/:name/secret-id', (c) => {
    const name = named(c);
    const { secret_id_ttl, secret_id_num_uses } = roles.get(name)!;
    const ttl = seconds(secret_id_ttl, 'secret_id_ttl');
    const secret_id = randomUUID();
    secretIds.set(secret_id, {
      role: name,
      expires: ttl > 0 ? new Date(core.clock().getTime() + ttl * 1000) : null,
      uses: secret_id_num_uses || null,
    });
    return dataResponse(c, {
      secret_id,
      secret_id_accessor: randomUUID(),
      secret_id_num_uses,
      secret_id_ttl: ttl,
    });
  });
  app.put('/login', (c) => {
    const { role_id, secret_id } = body(c, proof);
    const name = [...roleIds].find(([, id]) => id === role_id)?.[0];
    const found = name === undefined ? undefined : roles.get(name);
    if (name === undefined || found === undefined) throw new VaultError(400, 'invalid role or secret ID');
    if (found.bind_secret_id && !use(secretIds, secret_id, name, core.clock())) {
      throw new VaultError(400, 'invalid role or secret ID');
    }
    return login(c, core, mountPath, found, { display_name: 'approle', metadata: { role_name: name } });
  });
  return { app, open: ['login'] };
}

function use(secretIds: Map<string, SecretId>, id: string, role: string, now: Date): boolean {
  const found = secretIds.get(id);
  if (found === undefined || found.role !== role) return false;
  if (found.expires !== null && found.expires <= now) return false;
  if (found.uses !== null && --found.uses === 0) secretIds.delete(id);
  return true;
}
