import type { Config } from '../../config.ts';
import { ownValue } from '../../own-value.ts';
import { sameText } from '../../same-text.ts';
import type { Core, MountPath } from '../core.ts';
import { enforced, informational, text, unsupported } from '../field-table.ts';
import { rejected } from '../vault-error.ts';
import { loginBackend, tokenFields } from './login.ts';
import { Records } from './records.ts';

const groupFilter = '(|(memberUid={{.Username}})(member={{.UserDN}})(uniqueMember={{.UserDN}}))';

export const ldapConfigFields = {
  ...enforced('boolean', false, 'case_sensitive_names'),
  ...unsupported('boolean', true, 'deny_null_bind'),
  ...informational('boolean', false, 'anonymous_group_search discoverdn insecure_tls starttls'),
  ...informational('boolean', false, 'enable_samaccountname_login use_token_groups username_as_alias'),
  ...informational('string', '', 'binddn certificate groupdn upndomain userdn'),
  ...informational('string', '', 'bindpass client_tls_cert client_tls_key', 'hidden'),
  ...informational('string', 'cn', 'groupattr userattr'),
  ...informational('string', 'tls12', 'tls_max_version tls_min_version'),
  ...informational('string', 'never', 'dereference_aliases'),
  ...informational('string', 'ldap://127.0.0.1', 'url'),
  ...informational('string', groupFilter, 'groupfilter'),
  ...informational('string', '({{.UserAttr}}={{.Username}})', 'userfilter'),
  ...informational('duration', 30, 'connection_timeout'),
  ...informational('duration', 90, 'request_timeout'),
  ...informational('integer', 0, 'max_page_size'),
  ...tokenFields,
};
export const ldapGroupFields = enforced('strings', [], 'policies');
export const ldapUserFields = { ...enforced('comma_string', [], 'groups'), ...ldapGroupFields };
const proof = { password: text };

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/ldap */
export function ldapBackend(core: Core, mountPath: MountPath, directory: Config['ldap']) {
  const config = new Records('/config', ldapConfigFields);
  const users = new Records('/users', ldapUserFields);
  const groups = new Records('/groups', ldapGroupFields);
  return loginBackend(core, mountPath, [config, users, groups], '/login/:name', proof, ({ password }, c) => {
    const settings = config.require('', 'ldap backend not configured');
    const given = c.req.param('name')!;
    const name = settings.case_sensitive_names ? given : given.toLowerCase();
    const entry = ownValue(directory, name);
    if (entry === undefined || password === '' || !sameText(entry.password, password))
      throw rejected('ldap operation failed: failed to bind as user');
    const own = users.get(name);
    const memberOf = [...entry.groups, ...(own?.groups ?? [])];
    const granted = memberOf.flatMap((group) => groups.get(group)?.policies ?? []);
    return {
      settings,
      display_name: `ldap-${name}`,
      metadata: { username: name },
      policies: [...(own?.policies ?? []), ...granted],
    };
  });
}
