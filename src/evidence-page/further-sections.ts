import type { Report } from '../model/report.ts';
import { count, opWords } from '../render/plan-wording.ts';
import { type Markup, markup, nothing } from './markup.ts';
import type { PageContent } from './page-content.ts';
import { scopeOf } from './page-index.ts';
import { badge, statusMark } from './status-words.ts';

/** Entries of a list that the page names; the report has the others. */
const named = 500;

/** One row for each account and region of a fleet, those without a report first. */
export function targetsSection({ targets, unchecked }: PageContent): Markup {
  if (targets.length + unchecked.length < 2) return nothing;
  return markup`<section id="targets">
<h2>Accounts and regions</h2>
${unchecked.length === 0 ? nothing : markup`<h3>Not checked</h3><ul>${unchecked.slice(0, named).map(({ target, reason }) => markup`<li><code>${target}</code>: ${reason}</li>`)}</ul>`}
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

/** What the run planned and did in Vault, where it is a run that does. */
export function runSection({ run }: PageContent): Markup {
  if (run === null || (run.plan === null && run.warnings.length === 0)) return nothing;
  const { plan, applied, warnings } = run;
  const steps = [
    ...(applied?.failed ?? []).map(
      ({ op, id, error }) =>
        markup`<li>${badge({ ...statusMark.fail, word: 'failed' })} ${opWords[op]} <code>${id}</code>: ${error}</li>`,
    ),
    ...(applied?.left ?? []).map(
      ({ op, id }) => markup`<li>not done: ${opWords[op]} <code>${id}</code></li>`,
    ),
    ...(applied?.done ?? []).map(({ op, id }) => markup`<li>done: ${opWords[op]} <code>${id}</code></li>`),
    ...(applied === null ? (plan?.steps ?? []) : []).map(
      ({ op, id, reason }) => markup`<li>planned: ${opWords[op]} <code>${id}</code>: ${reason}</li>`,
    ),
  ];
  const blockers = plan?.refusals ?? [];
  return markup`<section id="run">
<h2>The run in Vault</h2>
${plan === null ? nothing : markup`<p>Plan digest <code>${plan.digest}</code>.</p>`}
${blockers.length === 0 ? nothing : markup`<h3>Blocked</h3><ul>${blockers.slice(0, named).map(({ code, id, message, remedy }) => markup`<li><code>${code}</code> <code>${id}</code>: ${message} ${remedy}</li>`)}</ul>`}
${list('Steps', steps)}
${list(
  'Not declared',
  (plan?.undeclared ?? []).map((id) => markup`<li><code>${id}</code></li>`),
)}
${list(
  'Warnings',
  warnings.map((warning) => markup`<li>${warning}</li>`),
)}
</section>
`;
}

/** What is in KMS beside the checked keys, and information that does not change the result. */
export function noticesSection({ targets }: PageContent): Markup {
  const orphans = targets.flatMap((target) =>
    target.orphans.map(
      ({ alias, key_id }) =>
        markup`<li><code>${alias ?? key_id ?? ''}</code>${alias === null || key_id === null ? nothing : markup` on <code>${key_id}</code>`}, ${scopeOf(target)}</li>`,
    ),
  );
  const notices = targets.flatMap(({ notices }) =>
    notices.map(({ code, message }) => markup`<li><code>${code}</code> ${message}</li>`),
  );
  if (orphans.length + notices.length === 0) return nothing;
  return markup`<section id="notices">
<h2>Notices</h2>
<p>They do not change the result.</p>
${list('In KMS, and of no checked distribution', orphans)}
${list('Information', notices)}
</section>
`;
}

function list(title: string, items: readonly Markup[]): Markup {
  if (items.length === 0) return nothing;
  const more = items.length - named;
  return markup`<h3>${title}</h3>
<ul>${items.slice(0, named)}${more > 0 ? markup`<li>and ${count(more, 'more entry').replace(/entrys$/, 'entries')}, in the report</li>` : nothing}</ul>
`;
}
