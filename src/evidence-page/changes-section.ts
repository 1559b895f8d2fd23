import type { Report, ReportChanges } from '../model/report.ts';
import { list } from './bounded-list.ts';
import { type Markup, markup, nothing } from './markup.ts';
import type { PageContent } from './page-content.ts';
import { scopeOf } from './page-index.ts';
import { badge, statusMark } from './status-words.ts';

/** What differs from an earlier report. */
export function changesSection({ targets, targets_gone = [] }: PageContent): Markup {
  const changed = targets.flatMap((target) =>
    target.changes === undefined ? [] : [{ target, changes: target.changes }],
  );
  if (changed.length + targets_gone.length === 0) return nothing;
  return markup`<section id="changes">
<h2>What changed</h2>
${list(
  'Accounts and regions that are not checked any more',
  targets_gone.map((target) => markup`<li>${target}</li>`),
)}
${changed.map(({ target, changes }) => changesOf(target, changes, changed.length > 1))}
</section>
`;
}

function changesOf(target: Report, changes: ReportChanges, isOneOfMany: boolean): Markup {
  const finding = ({ id, check, status, message }: ReportChanges['new'][number]) =>
    markup`<li>${badge(statusMark[status])} <code>${check}</code> ${message} <small>${id}</small></li>`;
  const permission = ({ action, principal_arn, region }: ReportChanges['permissions_lost'][number]) =>
    markup`<li><code>${action}</code> in ${region}${principal_arn === null ? nothing : markup` of ${principal_arn}`}</li>`;
  const key = (id: string) => markup`<li><code>${id}</code></li>`;
  return markup`<p>${isOneOfMany ? markup`<strong>${scopeOf(target)}</strong>: ` : nothing}Since ${changes.since}: ${changes.new.length} new, ${changes.fixed.length} fixed, ${changes.unchanged} unchanged.</p>
${list('New findings', changes.new.map(finding))}
${list(
  'Key material replaced',
  changes.material_replaced.map(
    ({ id, version, key_id, from, to }) =>
      markup`<li><code>${id}</code> version ${version}, KMS key <code>${key_id}</code>: from <code>${from}</code> to <code>${to}</code></li>`,
  ),
)}
${list('Keys gone', changes.keys_gone.map(key))}
${list('Permissions lost', changes.permissions_lost.map(permission))}
${list('Permissions gained', changes.permissions_gained.map(permission))}
${list('Keys added', changes.keys_added.map(key))}
${list('Fixed', changes.fixed.map(finding))}
`;
}
