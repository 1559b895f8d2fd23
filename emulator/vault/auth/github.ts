import { ownValue } from '../../own-value.ts';
import type { Core, MountPath } from '../core.ts';
import { type FieldTable, informational, required, text } from '../field-table.ts';
import { rejected } from '../vault-error.ts';
import { loginBackend, tokenFields } from './login.ts';
import { Records } from './records.ts';

/** The GitHub accounts from the emulator's configuration, by token. */
export type GithubAccounts = Readonly<
  Record<
    string,
    { readonly login: string; readonly organizations: readonly string[]; readonly teams: readonly string[] }
  >
>;

export const githubConfigFields = {
  organization: ['string', required, 'enforced'],
  ...informational('string', '', 'base_url'),
  ...informational('integer', 0, 'organization_id'),
  ...tokenFields,
} as const satisfies FieldTable;
export const githubMapFields = { value: ['comma_string', [], 'enforced'] } as const satisfies FieldTable;
const proof = { token: text };

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/github */
export function githubBackend(core: Core, mountPath: MountPath, accounts: GithubAccounts) {
  const config = new Records(githubConfigFields);
  const users = new Records(githubMapFields);
  const teams = new Records(githubMapFields);
  const records = { '/config': config, '/map/users': users, '/map/teams': teams };
  return loginBackend(core, mountPath, records, '/login', proof, ({ token }) => {
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
