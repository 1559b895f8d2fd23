import type { ProcessEnv } from './aws-access.ts';

/** Whether the runner started this process as the sub-action `emulator/action.yml`. */
export function isStartedByRunner(env: ProcessEnv, args: readonly string[]): boolean {
  return args.length === 0 && env['GITHUB_ACTIONS'] === 'true' && env['INPUT_VAULT_PORT'] !== undefined;
}
