import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import { body, names } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';
import { login, tokenSettings } from './login.ts';
import { Records, serveConfig, serveRecords } from './records.ts';
import { sameText } from './same-text.ts';

/** The LDAP directory from the emulator's configuration: passwords and groups by user name. */
export type LdapDirectory = Readonly<
  Record<string, { readonly password: string; readonly groups: readonly string[] }>
>;

const configuration = v.object({
  url: v.optional(v.string(), 'ldap://127.0.0.1'),
  userdn: v.optional(v.string(), ''),
  ...tokenSettings,
});
const policies = v.object({ policies: v.optional(names, []), groups: v.optional(names, []) });
const proof = v.object({ password: v.optional(v.string(), '') });

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/ldap */
export function ldapBackend(core: Core, mountPath: MountPath, directory: LdapDirectory): Backend {
  const app = routes();
  const config = new Records(configuration);
  const users = new Records(policies);
  const groups = new Records(policies);
  serveConfig(app, '/config', config);
  serveRecords(app, '/users', users);
  serveRecords(app, '/groups', groups);
  app.put('/login/:name', (c) => {
    const configured = config.get('');
    if (configured === undefined) throw new VaultError(400, 'ldap backend not configured');
    const name = c.req.param('name').toLowerCase();
    const { password } = body(c, proof);
    const entry = Object.hasOwn(directory, name) ? directory[name] : undefined;
    if (entry === undefined || password === '' || !sameText(entry.password, password)) {
      throw new VaultError(400, 'ldap operation failed: failed to bind as user');
    }
    const own = users.get(name);
    const memberOf = [...entry.groups, ...(own?.groups ?? [])];
    const granted = [
      ...(own?.policies ?? []),
      ...memberOf.flatMap((group) => groups.get(group)?.policies ?? []),
    ];
    return login(c, core, mountPath, configured, {
      display_name: `ldap-${name}`,
      metadata: { username: name },
      policies: granted,
    });
  });
  return { app, open: ['login/*'] };
}
