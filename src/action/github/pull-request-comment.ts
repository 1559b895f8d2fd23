import * as v from 'valibot';
import type { RunReport } from '../../model/run.ts';
import { commentMarkdown } from '../../render/comment-markdown.ts';
import { hasMarker, type Marker, markerOf } from '../../render/marker.ts';
import { type CommentAnswer, commentAnswer, parseAnswer, pullAnswer, readPages } from './answers.ts';
import type { Repository } from './repository.ts';
import type { RunEvent } from './run-event.ts';

/**
 * Keeps one comment on the pull request up to date: finds it by its marker, or creates it. Safe to repeat.
 *
 * Two runs that find no comment at the same time both create one. Each then lists the comments again, and deletes its
 * own unless it is the first.
 *
 * @returns the URL of the comment
 */
export async function keepComment(
  repository: Repository,
  pullRequest: number,
  report: RunReport,
  commentKey: string,
): Promise<string> {
  const { octokit, at } = repository;
  const parsed = (data: unknown) => parseAnswer(commentAnswer, data, 'the answer about the comment');
  const marker = markerOf('comment', report, commentKey);
  const [ours, ...others] = await ourComments(repository, pullRequest, marker);
  for (const { id } of others) await octokit.rest.issues.deleteComment({ ...at, comment_id: id });
  const body = commentMarkdown(report, marker, ours?.body ?? null);
  if (ours !== undefined) {
    const { data } = await octokit.rest.issues.updateComment({ ...at, comment_id: ours.id, body });
    return parsed(data).html_url;
  }
  const { data } = await octokit.rest.issues.createComment({ ...at, issue_number: pullRequest, body });
  const created = parsed(data);
  const [first] = await ourComments(repository, pullRequest, marker);
  if (first === undefined || first.id >= created.id) return created.html_url;
  await octokit.rest.issues.deleteComment({ ...at, comment_id: created.id });
  return first.html_url;
}

/** The action's comments with this marker, the oldest first. */
async function ourComments(
  { octokit, at, isOurs }: Repository,
  pullRequest: number,
  marker: Marker,
): Promise<CommentAnswer[]> {
  const where = { ...at, issue_number: pullRequest, per_page: 100 };
  const comments = await readPages(
    (page) => octokit.rest.issues.listComments({ ...where, page }),
    commentAnswer,
    'comments',
  );
  return comments
    .filter(({ user, body }) => isOurs(user) && hasMarker(body ?? '', marker))
    .sort((a, b) => a.id - b.id);
}

/**
 * The number of the pull request that an event is about; `null` for none.
 *
 * A `workflow_run` names it only when it comes from the same repository. One from a fork is found by its branch, and
 * used only while that branch is at the commit of the run.
 */
export async function pullRequestOf(
  { octokit, at }: Repository,
  { pull_request, workflow_run }: RunEvent,
): Promise<number | null> {
  if (pull_request !== undefined) return pull_request.number;
  if (workflow_run === undefined) return null;
  const [named] = workflow_run.pull_requests;
  if (named !== undefined) return named.number;
  if (!workflow_run.head_repository) return null;
  const { data } = await octokit.rest.pulls.list({
    ...at,
    state: 'open',
    head: `${workflow_run.head_repository.owner.login}:${workflow_run.head_branch}`,
  });
  const pulls = parseAnswer(v.array(pullAnswer), data, 'the list of pull requests');
  return pulls.find(({ head }) => head.sha === workflow_run.head_sha)?.number ?? null;
}
