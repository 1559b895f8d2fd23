import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import { type FieldTable, required } from '../field-table.ts';
import { body } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';
import { login, tokenFields } from './login.ts';
import { Records, serveConfig, serveRecords } from './records.ts';

/** The GitHub accounts from the emulator's configuration, by token. */
export type GithubAccounts = Readonly<
  Record<
    string,
    { readonly login: string; readonly organizations: readonly string[]; readonly teams: readonly string[] }
  >
>;

export const githubConfigFields = {
  base_url: ['string', '', 'informational'],
  organization: ['string', required, 'enforced'],
  organization_id: ['integer', 0, 'informational'],
  ...tokenFields,
} as const satisfies FieldTable;
export const githubMapFields = { value: ['comma_string', [], 'enforced'] } as const satisfies FieldTable;
const proof = v.object({ token: v.optional(v.string(), '') });

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/github */
export function githubBackend(core: Core, mountPath: MountPath, accounts: GithubAccounts): Backend {
  const app = routes();
  const config = new Records(githubConfigFields);
  const users = new Records(githubMapFields);
  const teams = new Records(githubMapFields);
  serveConfig(app, '/config', config);
  serveRecords(app, '/map/users', users, 'key');
  serveRecords(app, '/map/teams', teams, 'key');
  app.put('/login', (c) => {
    const configured = config.get('');
    if (configured === undefined) throw new VaultError(400, 'configuration has not been set');
    const { token } = body(c, proof);
    const account = Object.hasOwn(accounts, token) ? accounts[token] : undefined;
    if (account === undefined)
      throw new VaultError(400, 'GET https://api.github.com/user: 401 Bad credentials []');
    if (!account.organizations.includes(configured.organization)) {
      throw new VaultError(400, 'user is not part of required org');
    }
    const granted = [
      ...(users.get(account.login)?.value ?? []),
      ...account.teams.flatMap((team) => teams.get(team)?.value ?? []),
    ];
    return login(c, core, mountPath, configured, {
      display_name: `github-${account.login}`,
      metadata: { org: configured.organization, username: account.login },
      policies: granted,
    });
  });
  return { app, open: ['login'] };
}
