import { opWords } from '../render/plan-wording.ts';
import { list } from './bounded-list.ts';
import { type Markup, markup, nothing } from './markup.ts';
import type { PageContent } from './page-content.ts';
import { badge, statusMark } from './status-words.ts';

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
  return markup`<section id="run">
<h2>The run in Vault</h2>
${plan === null ? nothing : markup`<p>Plan digest <code>${plan.digest}</code>.</p>`}
${list(
  'Blocked',
  (plan?.refusals ?? []).map(
    ({ code, id, message, remedy }) =>
      markup`<li><code>${code}</code> <code>${id}</code>: ${message} ${remedy}</li>`,
  ),
)}
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
