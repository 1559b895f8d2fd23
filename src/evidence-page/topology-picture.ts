import type { Status } from '../model/report.ts';
import { bySeverity, worst } from '../model/report.ts';
import { clip, oneLine } from '../render/plain.ts';
import { count } from '../render/plan-wording.ts';
import { type Markup, markup, nothing } from './markup.ts';
import type { PageKey, PageProvider } from './page-index.ts';
import { newestFirst } from './page-index.ts';
import { statusMark } from './status-words.ts';

/** KMS keys that are drawn; what failed is drawn first, and the rest is counted. */
const mostLeaves = 60;
const mostProviders = 60;

/** Columns: left edge, width, and the characters that fit, in the picture's units. */
const columns = {
  mount: { x: 4, width: 150, characters: 21 },
  provider: { x: 180, width: 200, characters: 28 },
  key: { x: 404, width: 196, characters: 27 },
  kmsKey: { x: 624, width: 352, characters: 54 },
} as const;
const pictureWidth = 980;
const rowHeight = 26;
const nodeHeight = 20;

interface Node {
  readonly label: string;
  readonly look: Status | 'plain';
  readonly children: readonly Node[];
  /** Rows that the node takes by itself, where its children take fewer. */
  readonly rows: number;
  readonly column: keyof typeof columns;
}

/** A picture of mounts, providers, keys and KMS keys; its text is in the tables as well. */
export function topologySection(providers: readonly PageProvider[]): Markup {
  if (providers.length === 0) return nothing;
  const drawn = drawnKeys(providers);
  const shown = providers.slice(0, mostProviders);
  const mounts = [...new Set(shown.map(({ mount }) => mount))];
  const roots = mounts.map((mount): Node => {
    const children = shown
      .filter((provider) => provider.mount === mount)
      .map((provider) => providerNode(provider, drawn));
    return { label: mount ?? 'Vault', look: 'plain', children, rows: 1, column: 'mount' };
  });
  const left = providers.length - shown.length;
  const height = roots.reduce((sum, root) => sum + rowsOf(root), 0) * rowHeight + 4;
  let top = 0;
  const parts = roots.map((root) => {
    const part = draw(root, top);
    top += rowsOf(root);
    return part.drawing;
  });
  return markup`<section id="picture">
<h2>Where the keys are</h2>
<div class="wide" role="group" tabindex="0" aria-label="Picture of mounts, providers, keys and KMS keys">
<svg class="topology" viewBox="0 0 ${pictureWidth} ${height}" width="${pictureWidth}" height="${height}" role="img" aria-labelledby="picture-title">
<title id="picture-title">Vault’s mounts, their KMS providers, the keys distributed to each, and the KMS keys that hold their versions</title>
${parts}
</svg>
</div>
${left > 0 ? markup`<p>${count(left, 'provider')} more, in which everything matches or that are listed below.</p>` : nothing}
</section>
`;
}

/** The keys that the picture has room for, the worst first. */
function drawnKeys(providers: readonly PageProvider[]): ReadonlySet<PageKey> {
  const drawn = new Set<PageKey>();
  let leaves = 0;
  const keys = providers.flatMap((provider) => provider.keys);
  for (const key of [...keys].sort((a, b) => bySeverity(a.key, b.key))) {
    leaves += Math.max(1, drawnVersions(key).length);
    if (leaves > mostLeaves) break;
    drawn.add(key);
  }
  return drawn;
}

/** The newest version, and those that did not pass. */
function drawnVersions({ key }: PageKey) {
  return newestFirst(key.versions).filter(({ status }, index) => index === 0 || status !== 'pass');
}

function providerNode({ kms, region, status, keys }: PageProvider, drawn: ReadonlySet<PageKey>): Node {
  const rest = keys.filter((key) => !drawn.has(key));
  const more: Node = {
    label: `${keys.length === rest.length ? '' : 'and '}${count(rest.length, keys.length === rest.length ? 'key' : 'more key')}`,
    look: worst(rest.map(({ key }) => key.status)),
    children: [],
    rows: 1,
    column: 'key',
  };
  return {
    label: `${kms} · ${region}`,
    look: status,
    children: [...keys.filter((key) => drawn.has(key)).map(keyNode), ...(rest.length === 0 ? [] : [more])],
    rows: 1,
    column: 'provider',
  };
}

function keyNode(pageKey: PageKey): Node {
  const { name, status, versions } = pageKey.key;
  return {
    label: versions.length > 1 ? `${name} (${versions.length} versions)` : name,
    look: status,
    children: drawnVersions(pageKey).map(({ key_id, key_state, version, status }) => ({
      label: `${version}: ${key_id}${key_state === null ? '' : ` ${key_state}`}`,
      look: status,
      children: [],
      rows: 1,
      column: 'kmsKey',
    })),
    rows: 1,
    column: 'key',
  };
}

function rowsOf({ children, rows }: Node): number {
  return Math.max(
    rows,
    children.reduce((sum, child) => sum + rowsOf(child), 0),
  );
}

/** Draws a node and what belongs to it, from a row on; `middle` is where a line to it ends. */
function draw(node: Node, top: number): { readonly drawing: Markup; readonly middle: number } {
  const { x, width, characters } = columns[node.column];
  const middle = (top + rowsOf(node) / 2) * rowHeight + 2;
  let row = top;
  const children = node.children.map((child) => {
    const part = draw(child, row);
    row += rowsOf(child);
    return { ...part, left: columns[child.column].x };
  });
  const right = x + width;
  const label = oneLine(node.label);
  const sign = node.look === 'plain' ? '' : `${statusMark[node.look].sign} `;
  const drawing = markup`${children.map(({ middle: to, left }) => markup`<path d="M${right} ${middle}H${(right + left) / 2}V${to}H${left}"/>`)}<g class="${node.look}"><title>${label}</title><rect x="${x}" y="${middle - nodeHeight / 2}" width="${width}" height="${nodeHeight}" rx="4"/><text x="${x + 6}" y="${middle + 4}">${sign}${clip(label, characters)}</text></g>
${children.map((child) => child.drawing)}`;
  return { drawing, middle };
}
