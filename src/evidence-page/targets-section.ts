import type { Report } from '../model/report.ts';
import { list } from './bounded-list.ts';
import { type Markup, markup, nothing } from './markup.ts';
import type { PageContent } from './page-content.ts';
import { scopeOf } from './page-index.ts';
import { badge, statusMark } from './status-words.ts';

/** One row for each account and region of a fleet, those without a report first. */
export function targetsSection({ targets, unchecked }: PageContent): Markup {
  if (targets.length + unchecked.length < 2) return nothing;
  return markup`<section id="targets">
<h2>Accounts and regions</h2>
${list(
  'Not checked',
  unchecked.map(({ target, reason }) => markup`<li><code>${target}</code>: ${reason}</li>`),
)}
<div class="wide" role="group" tabindex="0" aria-label="Accounts and regions">
<table>
<thead><tr><th scope="col">Account and region</th><th scope="col">Result</th><th scope="col">Keys</th><th scope="col">Match</th><th scope="col">Mismatch</th><th scope="col">Inconclusive</th><th scope="col">Denied actions</th><th scope="col">Checked at</th></tr></thead>
<tbody>
${targets.map(targetRow)}
</tbody>
</table>
</div>
</section>
`;
}

function targetRow(target: Report): Markup {
  const { status, complete, checked_at, summary } = target;
  const { passed, failed, indeterminate } = summary.key_status;
  return markup`<tr class="${status}"><th scope="row">${scopeOf(target)}</th><td>${badge(statusMark[status])}${complete ? '' : ' incomplete'}<td>${summary.keys}<td>${passed}<td>${failed}<td>${indeterminate}<td>${summary.permissions.denied}<td>${checked_at}</tr>
`;
}
