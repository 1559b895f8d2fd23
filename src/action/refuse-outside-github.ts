import type { Env } from '../model/effects.ts';

/**
 * Whether this process does not run as a GitHub Action, which it then says. Only the runner turns `::add-mask::` into a
 * mask: anywhere else these lines would print the secrets, and no post step would revoke the token.
 */
export function refuseOutsideGitHub(env: Env, stderr: { write(text: string): unknown }): boolean {
  if (env['GITHUB_ACTIONS'] === 'true') return false;
  stderr.write(
    'This program is a GitHub Action and runs in GitHub Actions only: GITHUB_ACTIONS is not `true`, so the secrets that it has the runner mask would be printed. Outside GitHub Actions, use the command line: `node dist/cli.cjs --help`.\n',
  );
  return true;
}
