import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import { clip, oneLine } from '../render/plain.ts';
import { acceptedSection } from './accepted-section.ts';
import { changesSection } from './changes-section.ts';
import { checksSection } from './checks-section.ts';
import { anchoredFindings, findingsSection } from './findings-section.ts';
import { inventorySection } from './inventory-section.ts';
import { keyMatrixSection } from './key-matrix.ts';
import { type Markup, markup, nothing } from './markup.ts';
import { noticesSection } from './notices-section.ts';
import type { PageContent } from './page-content.ts';
import { indexOf } from './page-index.ts';
import { permissionsSection } from './permission-matrix.ts';
import { runSection } from './run-section.ts';
import { style } from './style.ts';
import { targetsSection } from './targets-section.ts';
import { topologySection } from './topology-picture.ts';
import { verdictOf, verdictSection } from './verdict.ts';

/**
 * The evidence as one HTML file for people who audit: it needs no script and no network, and prints.
 *
 * Its content security policy allows its own style sheet, and nothing else: text that came through the escaping could
 * still not run or load anything.
 */
export function evidencePage(content: PageContent): string {
  const index = indexOf(content);
  const sections = [
    { id: 'findings', name: 'Findings', body: findingsSection(index.findings) },
    { id: 'changes', name: 'What changed', body: changesSection(content) },
    { id: 'accepted', name: 'Accepted findings', body: acceptedSection(content) },
    { id: 'run', name: 'Run', body: runSection(content) },
    { id: 'targets', name: 'Accounts and regions', body: targetsSection(content) },
    { id: 'picture', name: 'Where the keys are', body: topologySection(index.providers) },
    {
      id: 'keys',
      name: 'Keys and checks',
      body: keyMatrixSection(index.providers, anchoredFindings(index.findings)),
    },
    { id: 'permissions', name: 'Permissions', body: permissionsSection(content.targets) },
    { id: 'inventory', name: 'KMS keys by origin', body: inventorySection(content) },
    { id: 'notices', name: 'Notices', body: noticesSection(content) },
    { id: 'checks', name: 'What the checks prove', body: checksSection(content.targets) },
  ].filter(({ body }) => String(body) !== '');
  const { title } = verdictOf(content);
  return String(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}: ${clip(oneLine(scopeTitle(content)), 80)}</title>
<style>${raw(style)}</style>
</head>
<body>
<nav aria-label="Sections"><ul><li><a href="#verdict">Result</a></li>${sections.map(({ id, name }) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main>
${verdictSection(content, index)}
${index.providers.length === 0 ? nothing : filter}
${sections.map(({ body }) => body)}
</main>
<footer>Made from the report alone. It shows what AWS answered at the time of the check.</footer>
</body>
</html>
`);
}

const styleHash = createHash('sha256').update(style).digest('base64');

/** Works by the style sheet alone. */
const filter: Markup = markup`<fieldset>
<legend>Keys in the tables</legend>
<label><input type="radio" name="show" id="show-all" checked> all</label>
<label><input type="radio" name="show" id="show-open"> only those that do not match</label>
</fieldset>
`;

function scopeTitle({ targets, run, checked_at }: PageContent): string {
  const regions = [...new Set(targets.map(({ region }) => region))];
  const where = regions.length > 3 ? `${regions.length} regions` : regions.join(', ');
  return `keys in ${where || run?.vault?.url || 'AWS KMS'}, ${checked_at}`;
}
