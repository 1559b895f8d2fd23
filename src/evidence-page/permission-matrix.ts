import { withoutRemedy } from '../model/permission-remedy.ts';
import type { Limit, PermissionReport, Report } from '../model/report.ts';
import { columnsOf } from '../render/permission-groups.ts';
import { type Markup, markup, nothing } from './markup.ts';
import { scopeOf } from './page-index.ts';
import { badge, decisionMark } from './status-words.ts';

/** One decision with one reason, for every provider that has it. */
interface Decided {
  readonly anchor: string;
  readonly row: PermissionReport;
  readonly where: Set<string>;
}

/** A row of the matrix: a provider, or a region without one, and what Vault's principal may do there. */
interface Place {
  readonly name: string;
  readonly scope: string;
  readonly decided: Map<string, Decided>;
}

/** Providers × actions, with the evidence for each decision below. */
export function permissionsSection(targets: readonly Report[]): Markup {
  const audited = targets.filter(({ permissions }) => permissions.length > 0);
  if (audited.length === 0) return nothing;
  const { places, decided, actions } = collect(audited);
  const limits = distinctLimits(audited);
  return markup`<section id="permissions">
<h2>Permissions of Vault’s principal</h2>
<p>A row is a KMS provider, a column an action of KMS. Each sign links to the evidence for it.</p>
<div class="wide" role="group" tabindex="0" aria-label="Permissions by provider">
<table class="matrix">
<thead><tr><th scope="col">Provider</th>${actions.map((action) => markup`<th scope="col">${action}</th>`)}</tr></thead>
<tbody>
${places.map((place) => placeRow(place, actions))}
</tbody>
</table>
</div>
<details${decided.some(({ row }) => row.decision !== 'allowed') ? markup` open` : nothing}>
<summary><h3>PageContent for the decisions</h3></summary>
<div class="wide" role="group" tabindex="0" aria-label="PageContent for permissions">
<table>
<thead><tr><th scope="col">Action</th><th scope="col">Decision</th><th scope="col">PageContent</th><th scope="col">Needed for</th><th scope="col">Providers</th></tr></thead>
<tbody>
${decided.map(evidenceRow)}
</tbody>
</table>
</div>
</details>
${limits.length === 0 ? nothing : markup`<h3>What this evidence cannot see</h3><ul>${limits.map((message) => markup`<li>${message}</li>`)}</ul>`}
</section>
`;
}

function collect(targets: readonly Report[]): {
  readonly places: readonly Place[];
  readonly decided: readonly Decided[];
  readonly actions: readonly string[];
} {
  const places = new Map<string, Place>();
  const reasons = new Map<string, Decided>();
  for (const target of targets) {
    for (const row of target.permissions) {
      const scope = scopeOf({ region: row.region, account_id: target.account_id });
      const { action, decision, method, evidence, layer } = row;
      const reason = JSON.stringify([
        action,
        decision,
        method,
        evidence,
        layer,
        row.principal_arn,
        withoutRemedy(row),
      ]);
      const decided = reasons.get(reason) ?? { anchor: `p${reasons.size}`, row, where: new Set<string>() };
      reasons.set(reason, decided);
      for (const name of columnsOf(row)) {
        const id = JSON.stringify([scope, name]);
        const place = places.get(id) ?? { name, scope, decided: new Map<string, Decided>() };
        places.set(id, place);
        place.decided.set(action, worse(place.decided.get(action), decided));
        decided.where.add(name);
      }
    }
  }
  const rank = { denied: 0, indeterminate: 1, allowed: 2 } as const;
  return {
    places: [...places.values()],
    decided: [...reasons.values()].sort((a, b) => rank[a.row.decision] - rank[b.row.decision]),
    actions: [...new Set(targets.flatMap(({ permissions }) => permissions.map(({ action }) => action)))],
  };
}

/** Several principals may be audited for one provider: the cell shows the worst. */
function worse(a: Decided | undefined, b: Decided): Decided {
  if (a === undefined || b.row.decision === 'denied') return b;
  return a.row.decision === 'allowed' ? b : a;
}

function placeRow({ name, scope, decided }: Place, actions: readonly string[]): Markup {
  return markup`<tr><th scope="row">${name} <small>${scope}</small></th>${actions.map((action) => cell(decided.get(action)))}</tr>
`;
}

function cell(decided: Decided | undefined): Markup {
  if (decided === undefined) return markup`<td>–`;
  const { sign, word, look } = decisionMark[decided.row.decision];
  return markup`<td class="${look}"><a href="#${decided.anchor}" aria-label="${word}">${sign}</a>`;
}

function evidenceRow({ anchor, row, where }: Decided): Markup {
  const { action, decision, method, evidence, layer, remedy, needed_for, principal_arn } = row;
  return markup`<tr id="${anchor}"><th scope="row">${action}</th><td>${badge(decisionMark[decision])}<td>${method}: ${evidence}${layer === null ? nothing : markup`, ${layer}`}. ${withoutRemedy(row)}${principal_arn === null ? nothing : markup` <small>${principal_arn}</small>`}${remedy === '' ? nothing : markup`<br><strong>Remedy:</strong> ${remedy}`}<td>${needed_for}<td>${[...where].join(', ')}</tr>
`;
}

function distinctLimits(targets: readonly Report[]): string[] {
  return [...new Set(targets.flatMap(({ limits }) => (limits ?? []).map(({ message }: Limit) => message)))];
}
