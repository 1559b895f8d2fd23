import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { declareInline } from '../../src/declare/inline.ts';
import { declareManifest } from '../../src/declare/manifest.ts';
import { rules } from '../../src/model/codes/manifest-rules.ts';
import { InvalidInput } from '../../src/model/errors.ts';
import { corpusEnv } from './corpus/case.ts';
import { badTogether, beyondSchema } from './corpus/relations.ts';
import { badStructure } from './corpus/structure.ts';
import { valid } from './corpus/valid.ts';

/** The longest that one small text may take, on a machine that does other things too. */
const limitMs = 2_000;

const seeds = [...valid, ...[...badStructure, ...beyondSchema, ...badTogether].map(([text]) => text)];

/** Characters that mean something to YAML, to us, or to nobody. */
const pieces = [
  ...'\n\t\r :-?,[]{}#&*!|>%@`"\'\\~<=$/.0a\0\u0085\u2028\ud800é',
  '\n---\n',
  '\n  ',
  ': ',
  '- ',
  '&a ',
  '*a',
  '${ID}',
  '<<: ',
  '!!str ',
  '|\n',
  'null',
  'kms',
  'keys',
];

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly piece: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(500),
  remove: fc.nat(3),
  piece: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3, unit: 'binary' })),
});

function applied(text: string, { at, remove, piece }: Edit): string {
  const where = at % (text.length + 1);
  return text.slice(0, where) + piece + text.slice(where + remove);
}

const bytes = fc
  .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 6 }))
  .map(([text, edits]) => edits.reduce(applied, text));

/** Lines swapped, doubled, dropped, indented anew, or taken from another manifest. */
const lines = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.constantFrom(...seeds),
    fc.array(fc.tuple(fc.nat(4), fc.nat(30), fc.nat(30)), { minLength: 1, maxLength: 5 }),
  )
  .map(([text, other, changes]) => {
    const list = text.split('\n');
    const more = other.split('\n');
    for (const [kind, a, b] of changes) {
      const [from, to] = [a % list.length, b % list.length];
      const line = list[from] ?? '';
      if (kind === 0) list.splice(to, 0, line);
      else if (kind === 1) list.splice(from, 1, list[to] ?? '');
      else if (kind === 2) list.splice(from, list.length > 1 ? 1 : 0);
      else if (kind === 3) list[from] = ' '.repeat(b % 9) + line.trimStart();
      else list.splice(to, 0, more[a % more.length] ?? '');
    }
    return list.join('\n');
  });

/** Data of any shape, with our names in it. */
const word = fc.oneof(
  fc.constantFrom(
    'path',
    'kms',
    'keys',
    'aws',
    'k',
    'key_collection',
    'credentials',
    'access_key',
    'secret_key',
    'verify',
    'type',
    'purpose',
    'replica_regions',
    'constructor',
    '__proto__',
  ),
  fc.string({ maxLength: 4 }),
);
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(word, tie('data'), { maxKeys: 5 }),
  ),
}));
const json = data.map((value) => JSON.stringify(value));

/** Milliseconds of this process alone: other programs do not change them. */
function processorTime(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

/** Every outcome but a declaration or a list of problems with a place is a failure. */
function survives(work: () => unknown): void {
  const started = process.cpuUsage();
  try {
    work();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    if (error.problems.length === 0) throw new Error('refused without a problem');
    for (const { code, message, source } of error.problems) {
      if (!(code in rules) || message === '' || (source.file === null && source.input === null)) {
        throw new Error(`a problem without its parts: ${code} ${message}`);
      }
    }
  }
  expect(processorTime(started)).toBeLessThan(limitMs);
}

const asManifest = (text: string) =>
  survives(() => declareManifest([{ text, file: 'm.yaml', input: null }], corpusEnv));
const asInputs = (text: string) =>
  survives(() =>
    declareInline({ name: 'aws', key_collection: 'us-west-2', keys: text, credentials: text }, corpusEnv),
  );

describe('ten thousand mutations neither crash nor hang the parser', () => {
  test.each<[string, fc.Arbitrary<string>, number, (text: string) => void]>([
    ['bytes of a manifest', bytes, 4_000, asManifest],
    ['lines of a manifest', lines, 2_500, asManifest],
    ['data of any shape', json, 2_000, asManifest],
    ['bytes of inline inputs', bytes, 1_000, asInputs],
    ['data of inline inputs', json, 500, asInputs],
  ])('%s', (_, texts, numRuns, read) => {
    fc.assert(fc.property(texts, read), { numRuns });
  });

  test.each([
    ['open brackets', '['.repeat(30_000)],
    ['open braces', '{a: '.repeat(20_000)],
    ['indentation', Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['dashes', '- '.repeat(50_000)],
    [
      'anchors',
      Array.from({ length: 5_000 }, (_, index) => `a${index}: &a${index} *a${index - 1}`).join('\n'),
    ],
    [
      'aliases',
      `a: &a [${'x,'.repeat(5_000)}]\nkeys:\n${Array.from({ length: 5_000 }, (_, i) => `  k${i}: {purpose: *a}`).join('\n')}`,
    ],
    ['documents', '---\npath: a\n'.repeat(5_000)],
    ['errors', '"\\q"\n'.repeat(5_000)],
    ['fields', Array.from({ length: 5_000 }, (_, index) => `f${index}: 1`).join('\n')],
    ['repeated fields', 'a: 1\n'.repeat(20_000)],
    ['a long name', `${'a'.repeat(900_000)}: 1`],
    ['a long path', `path: ${'a/'.repeat(400_000)}`],
    ['a long word', `keys: {k: {kms: ${'-a'.repeat(400_000)}}}`],
    ['spaces', `path: a${' '.repeat(900_000)}b`],
    ['quotes', `path: "${'\\"'.repeat(400_000)}`],
    ['colons', ': '.repeat(30_000)],
    ['question marks', '? '.repeat(20_000)],
    ['tabs', '\t'.repeat(500_000)],
    ['directives', `${'%a b\n'.repeat(10_000)}---\n`],
  ])('a great many %s', (_, text) => {
    const started = process.cpuUsage();
    expect(() => declareManifest([{ text, file: 'm.yaml', input: null }], {})).toThrow(InvalidInput);
    expect(processorTime(started)).toBeLessThan(5_000);
  });
});
