import type { Accepted } from '../model/report.ts';
import { more, named } from './bounded-list.ts';
import { type Markup, markup, nothing } from './markup.ts';
import type { PageContent } from './page-content.ts';

/** What does not pass and is accepted, with who accepted it and until when. */
export function acceptedSection({ targets }: PageContent): Markup {
  const accepted = targets.flatMap((target) => target.accepted ?? []);
  if (accepted.length === 0) return nothing;
  return markup`<section id="accepted">
<h2>Accepted findings</h2>
<p>They do not pass, and do not count until the day on which their exception expires.</p>
<div class="wide" role="group" tabindex="0" aria-label="Accepted findings">
<table>
<thead><tr><th scope="col">Finding</th><th scope="col">Reason</th><th scope="col">Owner</th><th scope="col">Expires</th></tr></thead>
<tbody>
${accepted.slice(0, named).map(acceptedRow)}
</tbody>
</table>
</div>
${more(accepted.length)}
</section>
`;
}

function acceptedRow({ id, reason, owner, expires, finding, permission }: Accepted): Markup {
  const what =
    finding === undefined
      ? markup`<code>${permission.action}</code> ${permission.message}`
      : markup`<code>${finding.check}</code> ${finding.message}`;
  return markup`<tr><th scope="row">${what} <small>${id}</small></th><td>${reason}<td>${owner}<td>${expires}</tr>
`;
}
