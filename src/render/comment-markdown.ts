import type { RunReport } from '../model/run.ts';
import { details, paragraphs } from './details.ts';
import { code } from './escape.ts';
import { fitted } from './fitted.ts';
import { list } from './markdown-table.ts';
import { hash, type Marker, markerLine } from './marker.ts';
import { mountsOf } from './mounts.ts';
import { planDiff } from './plan-diff.ts';
import { asideMarkdown, blockersMarkdown, planHeadlineMarkdown, planMarkdown } from './plan-markdown.ts';
import { opWords } from './plan-wording.ts';
import { provenanceMarkdown } from './provenance-markdown.ts';
import { errorMarkdown } from './summary-markdown.ts';
import { verificationMarkdown } from './verification-markdown.ts';

/** GitHub takes 65,536 characters; this many bytes are always fewer. */
const limit = 65_000;
/** What a run says now may take this many bytes of them; what earlier runs said gets the rest. */
const share = 40_000;
/** More earlier runs than this are not kept. */
const memory = 5;

/**
 * The pull request's comment: what this run says, and folded away what the runs before it said.
 *
 * @param previous the comment's body so far; `null` for none
 */
export function commentMarkdown(report: RunReport, marker: Marker, previous: string | null): string {
  const said = fitted((rows) => render(report, rows), share);
  const fingerprint = hash(said);
  const earlier = previous === null ? [] : earlierIn(previous, fingerprint);
  const current = [
    markerLine(marker),
    `<!-- now ${fingerprint} ${report.finished_at ?? report.started_at} -->`,
    said,
    '',
    details('About this run', provenanceMarkdown(report)),
    '<!-- /now -->',
  ].join('\n');
  let body = current;
  for (const section of earlier) {
    const longer = `${body}\n\n${section}`;
    if (Buffer.byteLength(longer) > limit) break;
    body = longer;
  }
  return `${body}\n`;
}

function render(report: RunReport, rows: number): string {
  const { plan, applied, command, sources } = report;
  const mounts = mountsOf(report);
  const carriedOut = applied !== null;
  return paragraphs(
    `### Vault keymgmt → AWS KMS: ${command ?? 'no command'}${mounts.length === 0 ? '' : ` of ${mounts.map(code).join(', ')}`}`,
    errorMarkdown(report),
    ...(plan === null || carriedOut
      ? [planMarkdown(report, rows)]
      : [
          planHeadlineMarkdown(plan, report.command),
          blockersMarkdown(plan.refusals, sources, rows),
          list(
            plan.steps
              .filter(({ disruptive }) => disruptive)
              .map(({ op, id }) => `⚠️ ${opWords[op]} ${code(id)}`),
            rows,
          ),
          planDiff(plan, rows),
          asideMarkdown(plan, rows),
          `Plan digest: ${code(plan.digest)}`,
        ]),
    verificationMarkdown(report, rows),
  );
}

/** What the comment said, newest first, each folded away; the newest only when it says something else than now. */
function earlierIn(body: string, fingerprint: string): string[] {
  const lines = body.replaceAll('\r\n', '\n');
  const now = /^<!-- now (?<was>\w+) (?<at>[\w:.-]+) -->\n(?<said>[\s\S]*?)\n<!-- \/now -->$/m.exec(
    lines,
  )?.groups;
  const older = [...lines.matchAll(/^<!-- earlier -->\n[\s\S]*?\n<!-- \/earlier -->$/gm)].map(
    ([section]) => section,
  );
  if (now === undefined || now['was'] === fingerprint) return older.slice(0, memory);
  const folded = details(`Earlier: as of ${now['at']}`, now['said']!);
  return [`<!-- earlier -->\n${folded}\n<!-- /earlier -->`, ...older].slice(0, memory);
}
