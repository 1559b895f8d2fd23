import type { Status } from '../model/report.ts';
import { bySeverity, isCommand } from '../model/report.ts';
import { count } from '../render/plan-wording.ts';
import { checkDoc } from './check-docs.ts';
import { type Markup, markup, nothing } from './markup.ts';
import type { PageFinding } from './page-index.ts';
import { badge, statusMark } from './status-words.ts';

/** Findings that are shown in full, so that the page of a fleet in which everything fails still opens. */
const inFull = 300;
/** Findings that are named; the report has the others. */
const named = 5000;

/** The anchors of the findings that the page shows in full. */
export function anchoredFindings(findings: readonly PageFinding[]): ReadonlySet<string> {
  return new Set(findings.slice(0, inFull).map(({ anchor }) => anchor));
}

/** What did not pass, check by check, the worst first: what was expected, what was found, and what to do. */
export function findingsSection(findings: readonly PageFinding[]): Markup {
  if (findings.length === 0) return nothing;
  const full = findings.slice(0, inFull);
  const short = findings.slice(inFull, named);
  const left = findings.length - full.length - short.length;
  return markup`<section id="findings">
<h2>Findings</h2>
${groups(full).map(([check, group]) => groupOf(check, group))}
${short.length === 0 ? nothing : markup`<h3>Further findings</h3><ul class="plain">${short.map(line)}</ul>`}
${left > 0 ? markup`<p>${count(left, 'finding')} more are in the report.</p>` : nothing}
</section>
`;
}

function groups(findings: readonly PageFinding[]): [string, PageFinding[]][] {
  const byCheck = new Map<string, PageFinding[]>();
  for (const located of findings) {
    const { check } = located.finding;
    byCheck.set(check, [...(byCheck.get(check) ?? []), located]);
  }
  return [...byCheck].sort(([, a], [, b]) => bySeverity(worstOf(a), worstOf(b)) || b.length - a.length);
}

/** Findings come the worst first. */
function worstOf([first]: readonly PageFinding[]): { readonly status: Status } {
  return first!.finding;
}

function groupOf(check: string, group: readonly PageFinding[]): Markup {
  const doc = checkDoc(check);
  return markup`<section class="group">
<h3><code>${check}</code> ${count(group.length, 'finding')}</h3>
${doc === null ? nothing : markup`<p>${doc.why} <a href="#check-${doc.id}">What the check proves</a></p>`}
${group.map(card)}
</section>
`;
}

function card({ anchor, about, finding, version }: PageFinding): Markup {
  const { status, expected, actual, message, remediation } = finding;
  return markup`<article class="finding ${status}" id="${anchor}">
<h4>${badge(statusMark[status])} ${about}</h4>
<p>${message}</p>
<dl class="facts"><div><dt>Expected</dt><dd>${expected}</dd></div><div><dt>Found</dt><dd>${actual}</dd></div>${
    version === null ? nothing : markup`<div><dt>KMS key</dt><dd>${version.arn ?? version.key_id}</dd></div>`
  }</dl>
${remedy(remediation)}
</article>
`;
}

function remedy(text: string): Markup {
  const lines = text.split('\n').filter((one) => one !== '');
  if (lines.length === 0) return nothing;
  return markup`<p><strong>Remedy</strong></p>
<ul class="plain">${lines.map((one) => (isCommand(one) ? markup`<li><code>${one}</code></li>` : markup`<li>${one}</li>`))}</ul>`;
}

function line({ about, finding: { check, status, actual } }: PageFinding): Markup {
  return markup`<li>${badge(statusMark[status])} <code>${check}</code> ${about}: ${actual}</li>
`;
}
