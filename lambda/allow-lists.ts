import type { Env } from '../src/model/effects.ts';
import type { EventFields } from './event-schema.ts';
import type { EventProblem } from './lambda-errors.ts';

/**
 * Whoever may invoke the function must not be able to point its identity elsewhere: it talks only to what its
 * environment lists, and to nothing when it lists nothing.
 */
export function allowListProblem(
  { credentials, vault }: { credentials?: EventFields['credentials']; vault?: EventFields['vault'] },
  env: Env,
): EventProblem[] {
  return [
    ...refuse('credentials.role_arn', credentials?.role_arn, 'ALLOWED_ROLE_ARNS', env),
    ...refuse('credentials.secret_arn', credentials?.secret_arn, 'ALLOWED_SECRET_ARNS', env),
    ...refuse('vault.url', vault?.url, 'ALLOWED_VAULT_URLS', env),
  ];
}

function refuse(path: string, value: string | undefined, variable: string, env: Env): EventProblem[] {
  if (value === undefined) return [];
  const patterns = (env[variable] ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  if (patterns.some((pattern) => allows(pattern, value))) return [];
  return [
    {
      path,
      message: `is not allowed: the function's environment variable ${variable} ${
        patterns.length === 0 ? 'allows none' : 'does not list it'
      }`,
    },
  ];
}

/** `*` stands for any text; everything else for itself. */
function allows(pattern: string, value: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(value);
}
