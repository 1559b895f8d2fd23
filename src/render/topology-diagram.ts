import { distributionId, mountId, providerId } from '../model/id.ts';
import type { Status } from '../model/report.ts';
import type { RunReport } from '../model/run.ts';
import { details } from './details.ts';
import { clip, oneLine } from './plain.ts';

/** A drawing of more nodes than this is not readable. */
const most = 30;
/** A drawing of more nodes than this fills more than a screen, and is folded. */
const open = 12;

/** How a key is drawn: by its status, or by what the plan does with it. */
type Look = Status | 'planned' | 'removed';

/** A key on a provider: distributed, or about to be. */
interface DrawnKey {
  readonly mount: string;
  readonly provider: string;
  readonly distribution: string;
  readonly kms: string;
  readonly region: string;
  readonly key: string;
  readonly kms_key: string | null;
  readonly look: Look | null;
}

/**
 * A Mermaid drawing of mounts, providers, keys and their KMS keys, coloured by status; empty without keys. Keys that the
 * plan adds or removes have a dashed border. Failures and changes are drawn first; one node counts what does not fit.
 */
export function topologyDiagram(report: RunReport): string {
  const { verification } = report;
  const statusOf = new Map<string, Status>(
    (verification?.keys ?? []).flatMap(({ versions }) =>
      versions.map(({ key_id, status }): [string, Status] => [key_id, status]),
    ),
  );
  const keys = drawnKeys(report);
  if (keys.length === 0) return '';

  const canvas = new Canvas();
  let left = 0;
  for (const { mount, provider, distribution, kms, region, key, kms_key, look } of keys) {
    if (canvas.missing([mount, provider, distribution, kms_key ?? '']) > most - 1 - canvas.size) {
      left += 1;
      continue;
    }
    canvas.node(mount, 'stadium', mount);
    canvas.node(provider, 'box', `${kms} (${region})`, mount);
    canvas.node(distribution, 'round', key, provider, look);
    if (kms_key !== null)
      canvas.node(kms_key, 'cylinder', kms_key, distribution, statusOf.get(kms_key) ?? null);
  }
  if (left > 0) canvas.node('rest', 'box', `and ${left} more`);
  const drawn = ['```mermaid', ...canvas.lines(), '```'].join('\n');
  return canvas.size <= open ? drawn : details('Drawing of mounts, providers, keys and KMS keys', drawn);
}

/** The distributed keys and those that the plan distributes, failures and changes first. */
function drawnKeys({ distributions, verification, plan, applied, providers }: RunReport): DrawnKey[] {
  const steps = applied === null ? (plan?.steps ?? []) : [];
  const idsOf = (op: string) => steps.filter((step) => step.op === op).map(({ id }) => id);
  const removed = new Set(idsOf('remove_distribution'));
  const statuses = new Map(
    (verification?.keys ?? []).map(({ name, kms, status }) => [`${kms} ${name}`, status]),
  );
  const present = distributions.map(({ namespace, path, kms, key, region, latest_version, versions }) => {
    const mount = { namespace, path };
    const distribution = distributionId(mount, kms, key);
    return {
      mount: mountId(mount),
      provider: providerId(mount, kms),
      distribution,
      kms,
      region,
      key,
      kms_key: versions[latest_version] ?? null,
      look: removed.has(distribution) ? ('removed' as const) : (statuses.get(`${kms} ${key}`) ?? null),
    };
  });
  const planned = idsOf('distribute').flatMap((distribution): DrawnKey[] => {
    const provider = providers.find(({ id }) => distribution.startsWith(`${id}/key/`));
    if (provider === undefined || present.some((key) => key.distribution === distribution)) return [];
    const { id, kms, region } = provider;
    const key = distribution.slice(`${id}/key/`.length);
    const mount = mountId(provider);
    return [{ mount, provider: id, distribution, kms, region, key, kms_key: null, look: 'planned' }];
  });
  return [...present, ...planned].sort((a, b) => rankOf(a.look) - rankOf(b.look));
}

function rankOf(look: Look | null): number {
  return ['fail', 'removed', 'planned', 'indeterminate', 'pass', null].indexOf(look);
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
    look: Look | null = null,
  ): void {
    if (this.#names.has(id)) return;
    const name = `n${this.#names.size}`;
    this.#names.set(id, name);
    const [open, close] = shapes[shape];
    this.#lines.push(`  ${name}${open}"${mermaidText(label)}"${close}${look === null ? '' : `:::${look}`}`);
    if (parent !== undefined) this.#lines.push(`  ${this.#names.get(parent)} --> ${name}`);
  }

  lines(): string[] {
    return [
      'flowchart LR',
      ...this.#lines,
      '  classDef pass fill:#dafbe1,stroke:#1a7f37,color:#1f2328',
      '  classDef fail fill:#ffebe9,stroke:#cf222e,color:#1f2328',
      '  classDef indeterminate fill:#fff8c5,stroke:#9a6700,color:#1f2328',
      '  classDef planned stroke:#0969da,stroke-dasharray:5',
      '  classDef removed stroke:#cf222e,stroke-dasharray:5',
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
