import type { RunReport } from '../model/run.ts';
import { details, paragraphs } from './details.ts';
import { fitted } from './fitted.ts';
import { type Marker, markerLine } from './marker.ts';
import { mountsOf } from './mounts.ts';
import { clip, oneLine } from './plain.ts';
import { planMarkdown } from './plan-markdown.ts';
import { provenanceMarkdown, runMarkdown } from './provenance-markdown.ts';
import { verificationMarkdown } from './verification-markdown.ts';

/** What an issue may be open for. */
export const troubles = ['drift', 'compliance'] as const;
type Trouble = (typeof troubles)[number];

/** What is known about each trouble: Markdown while it exists, `null` when it does not, absent when it was not checked. */
export type IssueFindings = { readonly [T in Trouble]?: string | null };

/** Bytes; half of GitHub's limit for a body, so that both troubles fit. */
const limit = 30_000;

/**
 * What a run found. Only `plan` and `apply` check for drift, and only a plan that was applied completely removes it;
 * every verification checks compliance.
 */
export function findingsOf(report: RunReport): IssueFindings {
  const { command, plan, applied, verification } = report;
  const checksDrift = plan !== null && (command === 'plan' || command === 'apply');
  const isComplete = applied !== null && applied.failed.length + applied.left.length === 0;
  const drifted = plan !== null && (plan.refusals.length > 0 || !(plan.in_sync || isComplete));
  const section = (render: (rows: number) => string) =>
    fitted(
      (rows) => paragraphs(render(rows), details('About the run that found it', provenanceMarkdown(report))),
      limit,
    );
  return {
    ...(checksDrift ? { drift: drifted ? section((rows) => planMarkdown(report, rows)) : null } : {}),
    ...(verification === null
      ? {}
      : {
          compliance:
            verification.status === 'fail' ? section((rows) => verificationMarkdown(report, rows)) : null,
        }),
  };
}

/** The issue's body. */
export function issueMarkdown(findings: IssueFindings, marker: Marker): string {
  const sections = troubles.flatMap((trouble) => {
    const text = findings[trouble] ?? null;
    return text === null ? [] : [`<!-- ${trouble} -->\n${text}\n<!-- /${trouble} -->`];
  });
  return `${[markerLine(marker), introduction, ...sections].join('\n\n')}\n`;
}

const introduction =
  'The workflow that opened this issue keeps it up to date, and closes it when the problem is solved.';

/** The comment of the run that closes the issue. */
export function closingComment({ provenance }: RunReport): string {
  const by = provenance.run_id === null ? '' : ` Found by ${runMarkdown(provenance)}.`;
  return `✅ Solved: the problem no longer exists.${by}`;
}

/** The body of the closed issue: the closing comment, and what it was open for, folded. */
export function closedIssueMarkdown(body: string, marker: Marker, report: RunReport): string {
  const was = Object.values(findingsIn(body)).map((text) => text ?? '');
  return `${paragraphs(markerLine(marker), closingComment(report), details('What was wrong', paragraphs(...was)))}\n`;
}

/** The findings in a body, so that a run that checked one trouble keeps those about the other. */
export function findingsIn(body: string): IssueFindings {
  const lines = body.replaceAll('\r\n', '\n');
  return Object.fromEntries(
    troubles.flatMap((trouble) => {
      const found = new RegExp(`^<!-- ${trouble} -->\\n([\\s\\S]*?)\\n<!-- /${trouble} -->$`, 'm').exec(
        lines,
      );
      return found === null ? [] : [[trouble, found[1]!]];
    }),
  );
}

/** The issue's title: plain text, whatever the name of a mount. */
export function issueTitle(report: RunReport): string {
  const mounts = mountsOf(report).map((mount) => oneLine(mount).replace(/[^\w ./-]/g, '?'));
  return clip(`Keys in AWS KMS are not as declared: ${mounts.join(', ')}`, 200);
}
