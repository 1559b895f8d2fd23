import { readFile } from 'node:fs/promises';
import { glob } from 'tinyglobby';

/** A fenced block of the documentation. */
export interface Block {
  readonly file: string;
  /** Where its text begins, counted from 1. */
  readonly line: number;
  /** What stands behind the fence: `yaml`, `console`, …; empty for none. */
  readonly language: string;
  readonly text: string;
  /** Why it cannot be run: from a comment `<!-- not run: reason -->` in front of it; `null` for none. */
  readonly notRun: string | null;
}

const fence = /(?:<!-- not run: ([^\n]*?) -->\n\s*)?^( *)(`{3,})(\w*)\n([\s\S]*?)^\2\3 *$/gm;

/** Every fenced block of README, CONTRIBUTING, SECURITY and docs, in order. */
export async function printedBlocks(): Promise<Block[]> {
  const files = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...(await glob('docs/**/*.md')).sort()];
  const blocks = await Promise.all(files.map(async (file) => blocksOf(file, await readFile(file, 'utf8'))));
  return blocks.flat();
}

export function blocksOf(file: string, markdown: string): Block[] {
  return [...markdown.matchAll(fence)].map(([whole, notRun, indent = '', , language = '', text = ''], _) => ({
    file,
    line:
      markdown.slice(0, markdown.indexOf(whole)).split('\n').length +
      (whole.split('\n').length - text.split('\n').length),
    language,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    notRun: notRun ?? null,
  }));
}
