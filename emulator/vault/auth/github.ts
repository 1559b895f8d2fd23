import type { Config } from '../../config.ts';
import { ownValue } from '../../own-value.ts';
import type { Core, MountPath } from '../core.ts';
import { enforced, informational, required, text } from '../field-table.ts';
import { rejected } from '../vault-error.ts';
import { loginBackend, tokenFields } from './login.ts';
import { Records } from './records.ts';

export const githubConfigFields = {
  ...enforced('string', required, 'organization'),
  ...informational('string', '', 'base_url'),
  ...informational('integer', 0, 'organization_id'),
  ...tokenFields,
};
export const githubMapFields = enforced('comma_string', [], 'value');
const proof = { token: text };

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/github */
export function githubBackend(core: Core, mountPath: MountPath, accounts: Config['github']) {
  const config = new Records('/config', githubConfigFields);
  const users = new Records('/map/users', githubMapFields);
  const teams = new Records('/map/teams', githubMapFields);
  return loginBackend(core, mountPath, [config, users, teams], '/login', proof, ({ token }) => {
    const settings = config.require('', 'configuration has not been set');
    const account = ownValue(accounts, token);
    if (account === undefined) throw rejected('GET https://api.github.com/user: 401 Bad credentials []');
    const { login, organizations, teams: memberOf } = account;
    const { organization } = settings;
    if (!organizations.includes(organization)) throw rejected('user is not part of required org');
    const granted = memberOf.flatMap((team) => teams.get(team)?.value ?? []);
    return {
      settings,
      display_name: `github-${login}`,
      metadata: { org: organization, username: login },
      policies: [...(users.get(login)?.value ?? []), ...granted],
    };
  });
}
