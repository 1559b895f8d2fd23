import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import type { FieldTable } from '../field-table.ts';
import { body } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';
import { login, tokenFields } from './login.ts';
import { Records, serveConfig, serveRecords } from './records.ts';
import { sameText } from './same-text.ts';

/** The LDAP directory from the emulator's configuration: passwords and groups by user name. */
export type LdapDirectory = Readonly<
  Record<string, { readonly password: string; readonly groups: readonly string[] }>
>;

export const ldapConfigFields = {
  anonymous_group_search: ['boolean', false, 'informational'],
  binddn: ['string', '', 'informational'],
  bindpass: ['string', '', 'informational', 'hidden'],
  case_sensitive_names: ['boolean', false, 'enforced'],
  certificate: ['string', '', 'informational'],
  client_tls_cert: ['string', '', 'informational', 'hidden'],
  client_tls_key: ['string', '', 'informational', 'hidden'],
  connection_timeout: ['duration', 30, 'informational'],
  deny_null_bind: ['boolean', true, 'unsupported'],
  dereference_aliases: ['string', 'never', 'informational'],
  discoverdn: ['boolean', false, 'informational'],
  groupattr: ['string', 'cn', 'informational'],
  groupdn: ['string', '', 'informational'],
  groupfilter: [
    'string',
    '(|(memberUid={{.Username}})(member={{.UserDN}})(uniqueMember={{.UserDN}}))',
    'informational',
  ],
  insecure_tls: ['boolean', false, 'informational'],
  max_page_size: ['integer', 0, 'informational'],
  request_timeout: ['duration', 90, 'informational'],
  starttls: ['boolean', false, 'informational'],
  tls_max_version: ['string', 'tls12', 'informational'],
  tls_min_version: ['string', 'tls12', 'informational'],
  upndomain: ['string', '', 'informational'],
  url: ['string', 'ldap://127.0.0.1', 'informational'],
  use_token_groups: ['boolean', false, 'informational'],
  userattr: ['string', 'cn', 'informational'],
  userdn: ['string', '', 'informational'],
  userfilter: ['string', '({{.UserAttr}}={{.Username}})', 'informational'],
  username_as_alias: ['boolean', false, 'informational'],
  ...tokenFields,
} as const satisfies FieldTable;
export const ldapUserFields = {
  groups: ['comma_string', [], 'enforced'],
  policies: ['strings', [], 'enforced'],
} as const satisfies FieldTable;
export const ldapGroupFields = { policies: ['strings', [], 'enforced'] } as const satisfies FieldTable;
const proof = v.object({ password: v.optional(v.string(), '') });

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/ldap */
export function ldapBackend(core: Core, mountPath: MountPath, directory: LdapDirectory): Backend {
  const app = routes();
  const config = new Records(ldapConfigFields);
  const users = new Records(ldapUserFields);
  const groups = new Records(ldapGroupFields);
  serveConfig(app, '/config', config);
  serveRecords(app, '/users', users);
  serveRecords(app, '/groups', groups);
  app.put('/login/:name', (c) => {
    const configured = config.get('');
    if (configured === undefined) throw new VaultError(400, 'ldap backend not configured');
    const name = configured.case_sensitive_names ? c.req.param('name') : c.req.param('name').toLowerCase();
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
