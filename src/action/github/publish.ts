import type { RunReport } from '../../model/run.ts';
import type { ReportingInputs } from '../inputs.ts';
import { keepComment, pullRequestOf } from './pull-request-comment.ts';
import type { GitHubEffects, Repository } from './repository.ts';
import { retryDelay } from './retry-delay.ts';
import { readEvent } from './run-event.ts';
import { keepIssue } from './tracking-issue.ts';

type Wanted = Pick<ReportingInputs, 'comment' | 'issue' | 'comment_key' | 'github_token'>;

/** Tells pull request and issue what a run has to say, where that is asked for; never a reason for a run to fail. */
export async function publishToGitHub(
  report: RunReport,
  wanted: Wanted,
  effects: GitHubEffects,
): Promise<void> {
  const { log, signal } = effects;
  if (!(wanted.comment || wanted.issue) || signal.aborted) return;
  if (wanted.github_token === '') {
    log.warning('There is no github_token, so GitHub was told nothing.');
    return;
  }
  const { openRepository, sendWithRetryToGitHub } = await import('./repository.ts');
  /** Opens the repository once, by the first who needs it. */
  let repository: Repository | null = null;
  const attempt = async (what: string, needs: string, work: (repository: Repository) => Promise<string>) => {
    try {
      const said = await sendWithRetryToGitHub(async () => {
        repository ??= await openRepository(wanted.github_token, effects);
        return work(repository);
      }, effects);
      log.info(said);
    } catch (error) {
      const { level, line } = excuse(error, what, needs);
      log[level](line);
    }
  };

  await log.group('Tell GitHub', async () => {
    if (wanted.comment) {
      await attempt('The pull request’s comment', 'pull-requests: write', async (repository) => {
        const number = await pullRequestOf(repository, await readEvent(effects.env));
        if (number === null) return 'The event is about no pull request, so there is no comment.';
        return `Comment: ${await keepComment(repository, number, report, wanted.comment_key)}`;
      });
    }
    if (wanted.issue) {
      await attempt('The issue', 'issues: write', async (repository) => {
        const outcome = await keepIssue(repository, report, wanted.comment_key);
        return outcome.what === 'none'
          ? 'Nothing to open an issue for.'
          : `Issue ${outcome.what}: ${outcome.url}`;
      });
    }
  });
}

/** What a failure to tell is worth: a permission that a fork's run never has is a notice, all else a warning. */
function excuse(error: unknown, what: string, needs: string): { level: 'notice' | 'warning'; line: string } {
  const { status } = error as { status?: number };
  const words = error instanceof Error ? error.message : String(error);
  if (retryDelay(error, 1, new Date(0)) !== null) {
    return {
      level: 'warning',
      line: `${what} was not written, for GitHub is too busy (${words}). Run again later.`,
    };
  }
  if (status === 403 || status === 404) {
    return {
      level: 'notice',
      line: `${what} was not written: GitHub answered ${status} (${words}). The job needs permissions: ${needs}; a pull request from a fork never has it, unless a workflow_run workflow writes for it.`,
    };
  }
  if (status === 401) {
    return {
      level: 'warning',
      line: `${what} was not written: GitHub does not take the github_token (${words}).`,
    };
  }
  return { level: 'warning', line: `${what} was not written: ${words}` };
}
