import type { RunReport } from '../../model/run.ts';
import { clip, oneLine } from '../../render/plain.ts';
import type { ReportingInputs } from '../inputs.ts';
import { UnusableAnswer } from './answers.ts';
import type { GitHubEffects } from './github-effects.ts';
import { keepComment, pullRequestOf } from './pull-request-comment.ts';
import type { Repository } from './repository.ts';
import { retryDelay } from './retry-delay.ts';
import { readEvent } from './run-event.ts';
import { keepIssue } from './tracking-issue.ts';

type Wanted = Pick<ReportingInputs, 'comment' | 'issue' | 'comment_key' | 'github_token'>;

/**
 * Publishes a run's report as pull request comment and issue, where wanted. A failure does not fail the run.
 *
 * @param totalTime milliseconds that all of it may take
 */
export async function publishToGitHub(
  report: RunReport,
  wanted: Wanted,
  effects: GitHubEffects,
  totalTime = 60_000,
): Promise<void> {
  const { log } = effects;
  if (!(wanted.comment || wanted.issue) || effects.signal.aborted) return;
  if (wanted.github_token === '') {
    log.warning(
      'Neither comment nor issue was written: github_token is missing. Give it, or leave the input out for the token of the job.',
    );
    return;
  }
  const { openRepository, sendWithRetryToGitHub } = await import('./repository.ts');
  const end = new AbortController();
  const stop = () => end.abort(new UnusableAnswer('the run was cancelled'));
  effects.signal.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(
    () => end.abort(new UnusableAnswer(`comment and issue together took longer than ${totalTime / 1000} s`)),
    totalTime,
  );
  const limited = { ...effects, signal: end.signal };
  /** Opened once, when it is first needed. */
  let repository: Repository | null = null;
  const attempt = async (
    what: string,
    permission: string,
    work: (repository: Repository) => Promise<string>,
  ) => {
    try {
      const done = await sendWithRetryToGitHub(async () => {
        repository ??= await openRepository(wanted.github_token, limited);
        return work(repository);
      }, limited);
      log.info(done);
    } catch (error) {
      const { level, line } = failureLine(error, what, permission);
      log[level](line);
    }
  };

  const publish = () =>
    log.group('Publish to GitHub', async () => {
      if (wanted.comment) {
        await attempt('The pull request comment', 'pull-requests: write', async (repository) => {
          const number = await pullRequestOf(repository, readEvent(effects.env));
          if (number === null) return 'The event is not about a pull request, so there is no comment.';
          return `Comment: ${await keepComment(repository, number, report, wanted.comment_key)}`;
        });
      }
      if (wanted.issue) {
        await attempt('The issue', 'issues: write', async (repository) => {
          const outcome = await keepIssue(repository, report, wanted.comment_key);
          return outcome.what === 'none'
            ? 'There is no drift or failed check, so no issue is opened.'
            : `Issue ${outcome.what}: ${outcome.url}`;
        });
      }
    });
  await publish().finally(() => {
    clearTimeout(timer);
    effects.signal.removeEventListener('abort', stop);
  });
}

/** How a failure is logged: a permission that a fork's run never has as a notice, all else as a warning. */
function failureLine(
  error: unknown,
  what: string,
  permission: string,
): { level: 'notice' | 'warning'; line: string } {
  const { status } = error as { status?: number };
  const words = clip(oneLine(error instanceof Error ? error.message : String(error)), 300);
  if (retryDelay(error, 1, new Date(0)) !== null) {
    return {
      level: 'warning',
      line: `${what} was not written: GitHub limits requests ("${words}"). Run again later.`,
    };
  }
  if (status === 403 || status === 404) {
    return {
      level: 'notice',
      line: `${what} was not written: GitHub answered ${status} ("${words}"). The job needs \`permissions: ${permission}\`. A pull request from a fork never has it; a \`workflow_run\` workflow can write for it.`,
    };
  }
  if (status === 401) {
    return {
      level: 'warning',
      line: `${what} was not written: GitHub rejected github_token ("${words}"). Give a valid token.`,
    };
  }
  return { level: 'warning', line: `${what} was not written: "${words}".` };
}
