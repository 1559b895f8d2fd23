import type { Status, VersionReport } from '../model/report.ts';
import { bySeverity } from '../model/report.ts';
import { count } from '../render/plan-wording.ts';
import type { CheckDoc } from '../verify/check.ts';
import { keyColumns } from './check-docs.ts';
import { type Markup, markup, nothing } from './markup.ts';
import type { PageFinding, PageKey, PageProvider } from './page-index.ts';
import { newestFirst } from './page-index.ts';
import { badge, statusMark } from './status-words.ts';

/** With more providers than this, those in which everything matches are folded. */
const unfolded = 3;

/** Keys × checks, provider by provider, with the KMS keys that were read as the evidence below each matrix. */
export function keyMatrixSection(providers: readonly PageProvider[], anchored: ReadonlySet<string>): Markup {
  if (providers.length === 0) return nothing;
  return markup`<section id="keys">
<h2>Keys and checks</h2>
<p>A row is a key, a column a check. <b class="pass">✓</b> the check passed, or does not apply to the key. <b class="fail">✗</b> it failed. <b class="indeterminate">?</b> it is inconclusive. <b>·</b> no finding of its own, in a key that has others. <b>(✗)</b> it failed and is accepted. <b>◦</b> it read another key of the provider, as a sample. <b>–</b> nothing is shown: the check needs <code>depth: full</code> or <code>canary: true</code>, or the canary was made in this run. Each sign that is not ✓ links to its evidence; the name of a key leads to the KMS keys that were read, and the name of a check to what it proves.</p>
${providers.map((provider) => providerTables(provider, anchored, providers.length))}
</section>
`;
}

function providerTables(provider: PageProvider, anchored: ReadonlySet<string>, providers: number): Markup {
  const { anchor, mount, kms, region, account_id, status, keys, depth } = provider;
  const of = (wanted: Status) => keys.filter(({ key }) => key.status === wanted).length;
  const name = mount === null ? kms : `${mount}/kms/${kms}`;
  const counts = `${count(keys.length, 'key')}: ${of('pass')} match, ${of('fail')} mismatch, ${of('indeterminate')} inconclusive`;
  return markup`<details class="provider ${status}" id="${anchor}"${status !== 'pass' || providers <= unfolded ? markup` open` : nothing}>
<summary><h3>${badge(statusMark[status])} ${name}</h3> <span>${region}${account_id === null ? nothing : markup`, account ${account_id}`}. ${counts}.</span></summary>
<div class="wide" role="group" tabindex="0" aria-label="Checks of ${name} in ${region}">
<table class="matrix">
<thead><tr><th scope="col">Key</th>${keyColumns.map(columnHead)}</tr></thead>
<tbody>
${keys.map((key) => matrixRow(key, anchored, depth))}
</tbody>
</table>
</div>
<div class="wide" role="group" tabindex="0" aria-label="KMS keys of ${name} in ${region}">
<table>
<thead><tr><th scope="col">Key</th><th scope="col">Version</th><th scope="col">KMS key</th><th scope="col">State</th><th scope="col">Last used</th><th scope="col">Canary</th><th scope="col">Key material id</th><th scope="col">Result</th></tr></thead>
<tbody>
${keys.flatMap((key) => versionRows(key, provider))}
</tbody>
</table>
</div>
</details>
`;
}

function columnHead({ id }: CheckDoc): Markup {
  return markup`<th scope="col"><a href="#check-${id}">${id}</a></th>`;
}

const passed = markup`<td>✓`;
const quiet = markup`<td>·`;
const notRun = markup`<td>–`;
const sample = markup`<td>◦`;
const acceptedCell = markup`<td><a href="#accepted" aria-label="accepted">(✗)</a>`;

function matrixRow(
  { anchor, key, findings, accepted }: PageKey,
  anchored: ReadonlySet<string>,
  depth: PageProvider['depth'],
): Markup {
  const cells = keyColumns.map(({ id, depth: needed, opt_in, sampled }) => {
    const found = findings.filter(({ finding }) => finding.check === id);
    if (found.length > 0) return findingCell(found, anchored);
    if (accepted.has(id)) return acceptedCell;
    if (opt_in) return isProvedByCanaries(key) ? passed : notRun;
    if (needed === 'full' && depth === 'standard' && !(id === 'last_use' && hasUsage(key))) return notRun;
    if (sampled && depth === 'standard' && !key.versions.some(({ policy_read }) => policy_read))
      return sample;
    return key.status === 'pass' ? passed : quiet;
  });
  return markup`<tr class="${key.status}"><th scope="row"><a href="#${anchor}">${key.name}</a></th>${cells}</tr>
`;
}

function hasUsage({ versions }: PageKey['key']): boolean {
  return versions.some(({ usage }) => usage !== undefined);
}

/** Each enabled KMS key was used, and answered as it should. */
function isProvedByCanaries({ versions }: PageKey['key']): boolean {
  const enabled = versions.filter(({ key_state }) => key_state === 'Enabled');
  return enabled.length > 0 && enabled.every(({ canary }) => canary?.result === 'pass');
}

/** The worst finding of a check; beyond the findings that the page shows in full, the link leads to their group. */
function findingCell(found: readonly PageFinding[], anchored: ReadonlySet<string>): Markup {
  const [first] = [...found].sort((a, b) => bySeverity(a.finding, b.finding));
  const { sign, word, look } = statusMark[first!.finding.status];
  const target = anchored.has(first!.anchor) ? first!.anchor : 'findings';
  return markup`<td class="${look}"><a href="#${target}" aria-label="${word}">${sign}</a>`;
}

function versionRows({ anchor, key, findings }: PageKey, { region, account_id }: PageProvider): Markup[] {
  const rows = newestFirst(key.versions);
  if (rows.length === 0) {
    const why = findings.length > 0 ? 'no KMS key' : 'left out of the report';
    return [
      markup`<tr id="${anchor}" class="${key.status}"><th scope="row">${key.name}</th><td>–<td>${why}<td>–<td>–<td>–<td>–<td>${statusMark[key.status].word}</tr>
`,
    ];
  }
  return rows.map(
    (
      version,
      row,
    ) => markup`<tr${row === 0 ? markup` id="${anchor}"` : nothing} class="${key.status}"><th scope="row">${row === 0 ? keyCell(key) : key.name}</th><td>${version.version}<td>${kmsKeyName(version, region, account_id)}<td>${version.key_state ?? 'unknown'}<td>${lastUsed(version)}<td>${canaryText(version)}<td>${version.key_material_id ?? '–'}<td class="${version.status}">${statusMark[version.status].word}</tr>
`,
  );
}

function keyCell({ name, alias }: PageKey['key']): Markup {
  return markup`${name}${alias === '' ? nothing : markup` <small>${alias}</small>`}`;
}

/** `–`: it was not read. */
function lastUsed({ usage }: VersionReport): string {
  if (usage === undefined) return '–';
  if (usage.last_used === null) return `not since ${usage.tracked_since}`;
  return `${usage.last_used}${usage.operation === null ? '' : `, ${usage.operation}`}`;
}

const canaryWords = {
  pass: 'readable',
  fail: 'not readable',
  indeterminate: 'inconclusive',
  not_used: 'not used',
} as const;

/** `–`: the KMS key was not used. */
function canaryText({ canary }: VersionReport): string {
  if (canary === undefined) return '–';
  const { result, made_at } = canary;
  if (result === 'made') return 'made in this run';
  // That of an asymmetric key is made with Vault's public key in each run.
  return `${canaryWords[result]}${made_at === undefined ? '' : `, made ${made_at}`}`;
}

/** The ARN only where it says more than the heading. */
function kmsKeyName({ arn, key_id }: VersionReport, region: string, account_id: string | null): string {
  return arn === null || arn.includes(`:${region}:${account_id}:`) ? key_id : arn;
}
