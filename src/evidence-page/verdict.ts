import type { Report, Status } from '../model/report.ts';
import { groupPermissions, type PermissionGroup } from '../render/permission-groups.ts';
import { count } from '../render/plan-wording.ts';
import { type Markup, markup, nothing } from './markup.ts';
import type { Fact, PageContent } from './page-content.ts';
import type { PageFinding, PageIndex } from './page-index.ts';
import { scopeOf } from './page-index.ts';
import { decisionMark } from './status-words.ts';

/** Findings that the top of the page names; the others are one link away. */
const shown = 5;
/** Providers, accounts and regions that the scope names one by one. */
const named = 12;

export interface Verdict {
  readonly title: string;
  readonly look: Status;
  readonly sentence: string;
}

/** The answer to the page's question, in two words and in a sentence. */
export function verdictOf({ status, complete, summary, targets, unchecked, run }: PageContent): Verdict {
  if (targets.length + unchecked.length === 0) {
    return run?.error == null
      ? {
          title: 'Not verified',
          look: 'indeterminate',
          sentence: 'This run did not check any key in AWS KMS.',
        }
      : {
          title: 'Run failed',
          look: 'fail',
          sentence: 'The run ended before any key was checked in AWS KMS.',
        };
  }
  const { passed, failed, indeterminate } = summary.key_status;
  const { denied, indeterminate: open } = summary.permissions;
  const counts = `${count(summary.keys, 'key')} with ${count(summary.versions, 'version')}: ${passed} match, ${failed} mismatch, ${indeterminate} inconclusive.`;
  const permissions =
    denied + open === 0 ? '' : ` Permissions of Vault’s principal: ${denied} denied, ${open} inconclusive.`;
  const accepted = targets.reduce((sum, target) => sum + (target.accepted?.length ?? 0), 0);
  const excepted = accepted === 0 ? '' : ` ${count(accepted, 'accepted finding')} apart.`;
  const missing = unchecked.length === 0 ? '' : ` ${count(unchecked.length, 'target')} could not be checked.`;
  const cut = complete ? '' : ' The check is incomplete.';
  const sentence = `${counts}${permissions}${excepted}${missing}${cut}${news(targets)}`;
  if (status === 'fail') return { title: 'Not compliant', look: 'fail', sentence };
  if (status === 'indeterminate') return { title: 'Inconclusive', look: 'indeterminate', sentence };
  if (!complete) return { title: 'Incomplete', look: 'indeterminate', sentence };
  return { title: 'Compliant', look: 'pass', sentence };
}

/** What is new since the earlier report, where one was given. */
function news(targets: readonly Report[]): string {
  const changes = targets.flatMap((target) => target.changes ?? []);
  if (changes.length === 0) return '';
  const since = changes.map((change) => change.since).sort()[0];
  const of = (list: 'new' | 'fixed') => changes.reduce((sum, change) => sum + change[list].length, 0);
  return ` Since ${since}: ${of('new')} new, ${of('fixed')} fixed.`;
}

/** The top of the page: verdict, what failed and what to do about it, scope, time and provenance. */
export function verdictSection(content: PageContent, index: PageIndex): Markup {
  const { title, look, sentence } = verdictOf(content);
  return markup`<section id="verdict" class="verdict ${look}">
<h1><span class="eyebrow">Vault keys in AWS KMS</span> ${title}</h1>
<p class="lead">${sentence}</p>
${errorBox(content)}
${whatToDo(content, index)}
<dl class="facts">
${[...scopeFacts(content, index), ...content.provenance].map(factRow)}
</dl>
</section>
`;
}

function errorBox({ run }: PageContent): Markup {
  // The sentence above says what the check found.
  if (run?.error == null || ['not_compliant', 'not_established'].includes(run.error.code)) return nothing;
  return markup`<div class="error"><h2>The run failed: <code>${run.error.code}</code></h2><p>${run.error.message}</p></div>`;
}

function whatToDo({ targets, unchecked }: PageContent, { findings }: PageIndex): Markup {
  const denied = groupPermissions(targets.flatMap(({ permissions }) => permissions));
  const first = [
    ...findings.slice(0, shown).map(todo),
    ...denied.slice(0, shown).map(todoOfPermission),
    ...(unchecked.length === 0
      ? []
      : [
          markup`<li><a href="#targets">${count(unchecked.length, 'target')} not checked</a>: ${unchecked[0]?.reason}</li>`,
        ]),
  ];
  if (first.length === 0) return nothing;
  const more = findings.length - shown;
  return markup`<h2>What to do first</h2>
<ol class="todo">
${first}
</ol>
${more > 0 ? markup`<p><a href="#findings">and ${count(more, 'more finding')}</a></p>` : nothing}`;
}

function todo({ anchor, about, finding: { check, message, remediation } }: PageFinding): Markup {
  const [first = ''] = remediation.split('\n');
  return markup`<li><a href="#${anchor}"><code>${check}</code>, ${about}</a>: ${message}${first === '' ? nothing : markup`<br><strong>Remedy:</strong> ${first}`}</li>
`;
}

function todoOfPermission({ decision, actions, where, remedies }: PermissionGroup): Markup {
  const [remedy] = remedies;
  return markup`<li><a href="#permissions"><code>${actions.join(', ')}</code></a> ${decisionMark[decision].word} for ${where.slice(0, shown).join(', ')}${where.length > shown ? ` and ${where.length - shown} more` : ''}.${remedy === undefined ? nothing : markup`<br><strong>Remedy:</strong> ${remedy}`}</li>
`;
}

function scopeFacts({ targets, checked_at, summary }: PageContent, { providers }: PageIndex): Fact[] {
  const listed = (label: string, texts: readonly (string | null)[]): Fact[] => {
    const unique = [...new Set(texts.filter((text) => text !== null && text !== ''))];
    if (unique.length === 0) return [];
    const more = unique.length > named ? ` and ${unique.length - named} more` : '';
    return [{ label, text: `${unique.slice(0, named).join('; ')}${more}` }];
  };
  const left = summary.keys - providers.reduce((sum, { keys }) => sum + keys.length, 0);
  return [
    ...listed('AWS accounts and regions', targets.map(scopeOf)),
    ...listed(
      'KMS providers',
      providers.map(({ mount, kms }) => (mount === null ? kms : `${mount}/kms/${kms}`)),
    ),
    ...listed(
      'Audited principal',
      targets.map(({ principal_arn }) => principal_arn),
    ),
    ...listed(
      'Depth',
      targets.map(({ depth }) => depth ?? null),
    ),
    ...(left > 0
      ? [{ label: 'Left out', text: `${count(left, 'key')} that the report counts and does not list` }]
      : []),
    ...listed('Checked at', [checked_at]),
  ];
}

function factRow({ label, text, url }: Fact): Markup {
  const value = url === undefined ? markup`${text}` : markup`<a href="${url}">${text}</a>`;
  return markup`<div><dt>${label}</dt><dd>${value}</dd></div>
`;
}
