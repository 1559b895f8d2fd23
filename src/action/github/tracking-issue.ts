import type { RunReport } from '../../model/run.ts';
import {
  closedIssueMarkdown,
  closingComment,
  findingsIn,
  findingsOf,
  type IssueFindings,
  issueMarkdown,
  issueTitle,
  troubles,
} from '../../render/issue-markdown.ts';
import { hasMarker, type Marker, markerOf } from '../../render/marker.ts';
import { type IssueAnswer, issueAnswer, parseAnswer, readPages } from './answers.ts';
import type { Repository } from './repository.ts';

/** The label of all of the action's issues, by which they are listed. */
const label = { name: 'vault-keymgmt', color: 'fbca04', description: 'Kept by the Vault keymgmt action' };
const labelOf = { drift: 'vault-keymgmt: drift', compliance: 'vault-keymgmt: compliance' } as const;

/** What happened to the issue. */
export type IssueOutcome =
  | { readonly what: 'none' }
  | { readonly what: 'opened' | 'updated' | 'closed' | 'left to another run'; readonly url: string };

/**
 * Keeps one issue open while there is drift or a failed check, and closes it with a comment afterwards. Safe to repeat.
 *
 * Two runs that find no issue at the same time both open one. Each then lists the issues again, and closes its own
 * unless it has the lowest number.
 */
export async function keepIssue(
  repository: Repository,
  report: RunReport,
  commentKey: string,
): Promise<IssueOutcome> {
  const found = findingsOf(report);
  if (Object.keys(found).length === 0) return { what: 'none' };
  const marker = markerOf('issue', report, commentKey);
  const [kept, ...others] = await openIssues(repository, marker);
  for (const other of others) await closeDuplicate(repository, other.number, kept!.number);

  const findings = { ...findingsIn(kept?.body ?? ''), ...found };
  const trouble = troubles.some((name) => (findings[name] ?? null) !== null);
  if (kept === undefined) return trouble ? openIssue(repository, report, marker, findings) : { what: 'none' };
  if (!trouble) return closeIssue(repository, kept, report, marker);
  const { data } = await repository.octokit.rest.issues.update({
    ...repository.at,
    issue_number: kept.number,
    body: issueMarkdown(findings, marker),
    labels: labelsFor(findings, kept.labels),
  });
  return { what: 'updated', url: parseIssue(data).html_url };
}

function parseIssue(data: unknown): IssueAnswer {
  return parseAnswer(issueAnswer, data, 'the answer about the issue');
}

/** The action's open issues with this marker, the lowest number first. */
async function openIssues({ octokit, at, isOurs }: Repository, marker: Marker): Promise<IssueAnswer[]> {
  const which = { ...at, state: 'open', labels: label.name, per_page: 100 } as const;
  const issues = await readPages(
    (page) => octokit.rest.issues.listForRepo({ ...which, page }),
    issueAnswer,
    'issues',
  );
  return issues
    .filter(({ user, body, pull_request }) => !pull_request && isOurs(user) && hasMarker(body ?? '', marker))
    .sort((a, b) => a.number - b.number);
}

async function openIssue(
  repository: Repository,
  report: RunReport,
  marker: Marker,
  findings: IssueFindings,
): Promise<IssueOutcome> {
  const { octokit, at } = repository;
  await createLabel(repository);
  const { data } = await octokit.rest.issues.create({
    ...at,
    title: issueTitle(report),
    body: issueMarkdown(findings, marker),
    labels: labelsFor(findings, []),
  });
  const opened = parseIssue(data);
  if (!namesOf(opened.labels).includes(label.name)) {
    await octokit.rest.issues.addLabels({ ...at, issue_number: opened.number, labels: [label.name] });
  }
  const [first] = await openIssues(repository, marker);
  if (first === undefined || first.number >= opened.number) return { what: 'opened', url: opened.html_url };
  await closeDuplicate(repository, opened.number, first.number);
  return { what: 'left to another run', url: first.html_url };
}

/** Creates the label. One that exists, or that the token may not create, is not an error: opening an issue creates it. */
async function createLabel({ octokit, at }: Repository): Promise<void> {
  try {
    await octokit.rest.issues.createLabel({ ...at, ...label });
  } catch (error) {
    const { status = 0 } = error as { status?: number };
    if (![403, 404, 422].includes(status)) throw error;
  }
}

/** Closes the issue, then comments: if the comment fails, the closed issue's body still says why. */
async function closeIssue(
  { octokit, at }: Repository,
  { number, html_url, body }: IssueAnswer,
  report: RunReport,
  marker: Marker,
): Promise<IssueOutcome> {
  const closing = { ...at, issue_number: number };
  await octokit.rest.issues.update({
    ...closing,
    body: closedIssueMarkdown(body ?? '', marker, report),
    state: 'closed',
    state_reason: 'completed',
  });
  await octokit.rest.issues.createComment({ ...closing, body: closingComment(report) });
  return { what: 'closed', url: html_url };
}

async function closeDuplicate({ octokit, at }: Repository, number: number, kept: number): Promise<void> {
  await octokit.rest.issues.update({
    ...at,
    issue_number: number,
    body: `Opened at the same time as #${kept}, which is kept up to date.`,
    state: 'closed',
    state_reason: 'not_planned',
  });
}

/** The labels for the findings, and those that others added. */
function labelsFor(findings: IssueFindings, present: IssueAnswer['labels']): string[] {
  const ours: readonly string[] = Object.values(labelOf);
  return [
    ...new Set([
      ...namesOf(present).filter((name) => !ours.includes(name)),
      label.name,
      ...troubles
        .filter((trouble) => (findings[trouble] ?? null) !== null)
        .map((trouble) => labelOf[trouble]),
    ]),
  ];
}

function namesOf(labels: IssueAnswer['labels']): string[] {
  return labels.map((entry) => (typeof entry === 'string' ? entry : (entry.name ?? '')));
}
