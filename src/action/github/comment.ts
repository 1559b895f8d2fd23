import type { RunReport } from '../../model/run.ts';
import { commentMarkdown } from '../../render/comment.ts';
import { carries, markerOf } from '../../render/marker.ts';
import type { RunEvent } from './event.ts';
import type { Repository } from './repository.ts';

/**
 * Keeps one comment on the pull request up to date: finds ours by its marker, or makes it. Safe to repeat.
 *
 * @returns its page
 */
export async function keepComment(
  { octokit, at, isOurs }: Repository,
  pullRequest: number,
  report: RunReport,
  commentKey: string,
): Promise<string> {
  const marker = markerOf('comment', report, commentKey);
  const comments = await octokit.paginate(octokit.rest.issues.listComments, {
    ...at,
    issue_number: pullRequest,
    per_page: 100,
  });
  const ours = comments.find(({ user, body }) => isOurs(user) && carries(body ?? '', marker));
  const body = commentMarkdown(report, marker, ours?.body ?? null);
  const { data } =
    ours === undefined
      ? await octokit.rest.issues.createComment({ ...at, issue_number: pullRequest, body })
      : await octokit.rest.issues.updateComment({ ...at, comment_id: ours.id, body });
  return data.html_url;
}

/**
 * The pull request that an event is about; `null` for none.
 *
 * A `workflow_run` names it only when it comes from the same repository; one from a fork is found by its branch,
 * and taken only while that branch is what the run was for.
 */
export async function pullRequestOf(
  { octokit, at }: Repository,
  { pull_request, workflow_run }: RunEvent,
): Promise<number | null> {
  if (pull_request !== undefined) return pull_request.number;
  if (workflow_run === undefined) return null;
  const [named] = workflow_run.pull_requests;
  if (named !== undefined) return named.number;
  if (workflow_run.head_repository === null) return null;
  const { data } = await octokit.rest.pulls.list({
    ...at,
    state: 'open',
    head: `${workflow_run.head_repository.owner.login}:${workflow_run.head_branch}`,
  });
  return data.find(({ head }) => head.sha === workflow_run.head_sha)?.number ?? null;
}
