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

/** What is known of each: Markdown while it lasts, `null` when it was looked for and is not there; absent when nobody looked. */
export type IssueFindings = { readonly [T in Trouble]?: string | null };

/** Half of what GitHub takes for a body, so that both fit. */
const limit = 30_000;

/**
 * What a run found. Only `plan` and `apply` look for drift, and only a plan that was carried out to its end has
 * made it go away; whoever verified has looked at compliance.
 */
export function findingsOf(report: RunReport): IssueFindings {
  const { command, plan, applied, verification } = report;
  const looked = plan !== null && (command === 'plan' || command === 'apply');
  const settled = applied !== null && applied.failed.length + applied.left.length === 0;
  const drifted = plan !== null && (plan.refusals.length > 0 || !(plan.in_sync || settled));
  const section = (render: (rows: number) => string) =>
    fitted(
      (rows) => paragraphs(render(rows), details('About the run that saw it', provenanceMarkdown(report))),
      limit,
    );
  return {
    ...(looked ? { drift: drifted ? section((rows) => planMarkdown(report, rows)) : null } : {}),
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
  'This issue is kept up to date by the workflow that opened it, and closed when all is well.';

/** What a run says when it closes the issue. */
export function lastWord({ provenance }: RunReport): string {
  const by = provenance.run_id === null ? '' : ` Seen by ${runMarkdown(provenance)}.`;
  return `✅ All is well again: what was wrong is not there any more.${by}`;
}

/** The body of the closed issue: the last word, and what it was open for, folded away. */
export function closedIssueMarkdown(body: string, marker: Marker, report: RunReport): string {
  const was = Object.values(findingsIn(body)).map((text) => text ?? '');
  return `${paragraphs(markerLine(marker), lastWord(report), details('What was wrong', paragraphs(...was)))}\n`;
}

/** What a body says, so that a run that looked for one trouble keeps what another said of the other. */
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

/** The issue's title: plain words, whatever a mount is called. */
export function issueTitle(report: RunReport): string {
  const mounts = mountsOf(report).map((mount) => oneLine(mount).replace(/[^\w ./-]/g, '?'));
  return clip(`Keys in AWS KMS are not as declared: ${mounts.join(', ')}`, 200);
}
