import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, expect, test } from '@jest/globals';

/** `UPDATE_TRANSCRIPTS=1 npm test -- <file>` writes what the code gives now; review the difference in git. */
const isUpdate = process.env['UPDATE_TRANSCRIPTS'] === '1';

/**
 * What the tests of a file saw, texts included, as lines under the name of each test. A value is one line for each field
 * or entry of a list.
 */
export class Transcript {
  readonly #file: string;
  readonly #saved: ReadonlyMap<string, readonly string[]>;
  readonly #seen = new Map<string, string[]>();

  /** @param file from the root of the repository */
  constructor(file: string) {
    this.#file = file;
    this.#saved = isUpdate ? new Map() : sections(readFileSync(file, 'utf8'));
    afterEach(() => this.#expectNoMore());
    if (isUpdate) afterAll(() => writeFileSync(file, textOf(this.#seen)));
  }

  /** The value is what the file has next for the running test. */
  record(value: unknown): void {
    const name = expect.getState().currentTestName!;
    const seen = this.#seen.get(name) ?? [];
    const more = lines(value);
    this.#seen.set(name, [...seen, ...more]);
    if (isUpdate) return;
    const saved = (this.#saved.get(name) ?? []).slice(seen.length, seen.length + more.length);
    const about = { 'after a wanted change': `UPDATE_TRANSCRIPTS=1 npm test, which writes ${this.#file}` };
    expect({ ...about, lines: more }).toEqual({ ...about, lines: saved });
  }

  #expectNoMore(): void {
    const name = expect.getState().currentTestName!;
    if (isUpdate) return;
    expect(this.#saved.get(name)?.slice(this.#seen.get(name)?.length ?? 0) ?? []).toEqual([]);
  }

  /** A test for each case. */
  tests(cases: Readonly<Record<string, () => unknown>>): void {
    test.each(Object.keys(cases))('%s', async (name) => this.record(await cases[name]!()));
    test(`${this.#file} has no other case`, () => {
      const names = Object.keys(cases);
      expect([...this.#saved.keys()].filter((name) => !names.some((one) => name.endsWith(one)))).toEqual([]);
    });
  }
}

function textOf(seen: ReadonlyMap<string, readonly string[]>): string {
  return [...seen].map(([name, entries]) => [`# ${name}`, ...entries, ''].join('\n')).join('\n');
}

function sections(text: string): Map<string, string[]> {
  const blocks = text.split(/^# /m).slice(1);
  return new Map(
    blocks.map((block) => {
      const [name, ...rest] = block.trimEnd().split('\n');
      return [name!, rest];
    }),
  );
}

function lines(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [JSON.stringify(value) ?? 'undefined'];
  return Object.entries(value).flatMap(([name, field]) =>
    (Array.isArray(field) ? field : [field]).map((entry) => `${name}: ${JSON.stringify(entry)}`),
  );
}
