import type { ControlSource } from '../model/controls/all-controls.ts';
import type { Report } from '../model/report.ts';
import type { CheckDoc } from '../verify/check.ts';
import { checkCatalogue } from '../verify/checks/all-checks.ts';
import { type Markup, markup } from './markup.ts';

const scopes = { version: 'key version', key: 'key', region: 'region', run: 'run' } as const;

/** What each check proves, what it cannot see, and which answers of AWS it rests on. */
export function checksSection(targets: readonly Report[]): Markup {
  const docs: readonly CheckDoc[] = Object.values(checkCatalogue);
  const requirements = (id: ControlSource) => [
    ...new Set(targets.flatMap(({ controls }) => controls?.[id] ?? [])),
  ];
  return markup`<section id="checks">
<h2>What the checks prove</h2>
<details>
<summary><h3>${docs.length} checks</h3></summary>
<div class="wide" role="group" tabindex="0" aria-label="Checks">
<table>
<thead><tr><th scope="col">Check</th><th scope="col">Of a</th><th scope="col">Proves</th><th scope="col">Cannot see</th><th scope="col">Reads</th><th scope="col">Evidence for</th></tr></thead>
<tbody>
${docs.map((doc) => row(doc, requirements(doc.id)))}
</tbody>
</table>
</div>
</details>
</section>
`;
}

function row(
  { id, scope, depth, opt_in, proves, cannot_see, calls, page }: CheckDoc,
  requirements: readonly string[],
): Markup {
  return markup`<tr id="check-${id}"><th scope="row"><a href="${page}">${id}</a></th><td>${scopes[scope]}${depth === 'full' ? ', depth full' : ''}${opt_in ? ', canary: true' : ''}<td>${proves}<td>${cannot_see}<td>${calls.join(', ') || 'nothing in AWS'}<td>${requirements.join(', ') || '–'}</tr>
`;
}
