import { readTextFile } from '../../effects/read-text-file.ts';
import type { Env } from '../../model/effects.ts';

/**
 * Why this job has no OIDC token; `null` when it has one.
 *
 * Source: https://docs.github.com/en/actions/reference/security/oidc
 */
export function missingIdToken(env: Env): { message: string; remedy: string } | null {
  const names = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  const absent = names.filter((name) => !env[name]);
  if (absent.length === 0) return null;
  const message = `method jwt needs the job's OIDC token, but ${absent.join(' and ')} ${absent.length > 1 ? 'are' : 'is'} not set`;
  if (fromFork(env)) {
    return {
      message: `${message}: the pull request comes from a fork.`,
      remedy:
        'GitHub gives pull requests from forks no OIDC token, even with the permission. Skip this step for them: `if: github.event.pull_request.head.repo.fork != true`.',
    };
  }
  return {
    message: `${message}: the job may not request an OIDC token.`,
    remedy:
      'Add `permissions: {id-token: write, contents: read}` to the job (to the calling job as well when this is a reusable workflow), or give a `jwt`.',
  };
}

/** Bytes: GitHub's limit for an event. */
const largestEvent = 25 * 1024 * 1024;

/** The event of a pull request names both repositories. */
function fromFork({ GITHUB_EVENT_PATH: path, GITHUB_REPOSITORY: base }: Env): boolean {
  if (!path || !base) return false;
  try {
    const head: unknown = JSON.parse(readTextFile(path, largestEvent))?.pull_request?.head?.repo?.full_name;
    return typeof head === 'string' && head !== base;
  } catch {
    return false;
  }
}
