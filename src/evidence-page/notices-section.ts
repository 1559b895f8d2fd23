import { list } from './bounded-list.ts';
import { type Markup, markup, nothing } from './markup.ts';
import type { PageContent } from './page-content.ts';
import { scopeOf } from './page-index.ts';

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
