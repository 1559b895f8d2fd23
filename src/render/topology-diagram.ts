import { distributionId, mountId, providerId } from '../model/id.ts';
import type { Status } from '../model/report.ts';
import { bySeverity } from '../model/report.ts';
import type { RunReport } from '../model/run.ts';
import { details } from './details.ts';
import { clip, oneLine } from './plain.ts';

/** A drawing of more nodes than this is not readable. */
const most = 30;
/** A drawing of more nodes than this fills more than a screen, and is folded. */
const open = 12;

/**
 * A Mermaid drawing of mounts, providers, keys and their KMS keys, coloured by status; empty when nothing is
 * distributed. Failures are drawn first; one node counts what does not fit.
 */
export function topologyDiagram({ distributions, verification }: RunReport): string {
  if (distributions.length === 0) return '';
  const verdicts = new Map<string, Status>();
  for (const { name, kms, versions, status } of verification?.keys ?? []) {
    verdicts.set(`${kms} ${name}`, status);
    for (const { key_id, status } of versions) verdicts.set(key_id, status);
  }
  const verdictOf = (kms: string, key: string) => verdicts.get(`${kms} ${key}`) ?? null;
  const ordered = [...distributions].sort((a, b) =>
    bySeverity({ status: verdictOf(a.kms, a.key) ?? 'pass' }, { status: verdictOf(b.kms, b.key) ?? 'pass' }),
  );

  const canvas = new Canvas();
  let left = 0;
  for (const { namespace, path, kms, key, region, latest_version, versions } of ordered) {
    const mount = { namespace, path };
    const kmsKey = versions[latest_version] ?? null;
    const ids = [mountId(mount), providerId(mount, kms), distributionId(mount, kms, key), kmsKey ?? ''];
    if (canvas.missing(ids) > most - 1 - canvas.size) {
      left += 1;
      continue;
    }
    const [mountNode, provider, held, copy] = ids as [string, string, string, string];
    canvas.node(mountNode, 'stadium', mountId(mount));
    canvas.node(provider, 'box', `${kms} (${region})`, mountNode);
    canvas.node(held, 'round', key, provider, verdictOf(kms, key));
    if (kmsKey !== null) canvas.node(copy, 'cylinder', kmsKey, held, verdicts.get(kmsKey) ?? null);
  }
  if (left > 0) canvas.node('rest', 'box', `and ${left} more`);
  const drawn = ['```mermaid', ...canvas.lines(), '```'].join('\n');
  return canvas.size <= open ? drawn : details('Drawing of mounts, providers, keys and KMS keys', drawn);
}

const shapes = {
  stadium: ['([', '])'],
  box: ['[', ']'],
  round: ['(', ')'],
  cylinder: ['[(', ')]'],
} as const;

class Canvas {
  readonly #names = new Map<string, string>();
  readonly #lines: string[] = [];

  get size(): number {
    return this.#names.size;
  }

  /** How many of the ids have no node yet. */
  missing(ids: readonly string[]): number {
    return ids.filter((id) => !this.#names.has(id)).length;
  }

  node(
    id: string,
    shape: keyof typeof shapes,
    label: string,
    parent?: string,
    status: Status | null = null,
  ): void {
    if (this.#names.has(id)) return;
    const name = `n${this.#names.size}`;
    this.#names.set(id, name);
    const [open, close] = shapes[shape];
    this.#lines.push(
      `  ${name}${open}"${mermaidText(label)}"${close}${status === null ? '' : `:::${status}`}`,
    );
    if (parent !== undefined) this.#lines.push(`  ${this.#names.get(parent)} --> ${name}`);
  }

  lines(): string[] {
    return [
      'flowchart LR',
      ...this.#lines,
      '  classDef pass fill:#dafbe1,stroke:#1a7f37,color:#1f2328',
      '  classDef fail fill:#ffebe9,stroke:#cf222e,color:#1f2328',
      '  classDef indeterminate fill:#fff8c5,stroke:#9a6700,color:#1f2328',
    ];
  }
}

/**
 * Text from outside as a Mermaid label: everything except letters, digits and a few signs becomes an entity code.
 * Mermaid rejects an empty label.
 *
 * Source: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
function mermaidText(text: string): string {
  return (clip(oneLine(text), 80) || 'unnamed').replace(
    /[^A-Za-z0-9 ._/-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  );
}
