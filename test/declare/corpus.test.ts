import { describe, expect, test } from '@jest/globals';
import { declareManifest } from '../../src/declare/manifest.ts';
import { errorRules, rules } from '../../src/model/codes/manifest-rules.ts';
import { InvalidInput } from '../../src/model/errors.ts';
import { showProblem } from '../../src/model/problem.ts';
import { corpusEnv } from './corpus/case.ts';
import { badInputs } from './corpus/inputs.ts';
import { badCombinations, badTogether, beyondSchema } from './corpus/relations.ts';
import { badStructure } from './corpus/structure.ts';
import { badSyntax } from './corpus/syntax.ts';
import { valid } from './corpus/valid.ts';
import { badValues } from './corpus/values.ts';

const bad = [
  ...badSyntax,
  ...badStructure,
  ...badValues,
  ...badCombinations,
  ...beyondSchema,
  ...badTogether,
];
const read = (text: string) => declareManifest([{ text, file: 'm.yaml', input: 'manifest' }], corpusEnv);

function problemsOf(text: string) {
  try {
    read(text);
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
  return [];
}

describe('the corpus of manifests', () => {
  test('is large, and breaks every rule', () => {
    expect(bad.length + badInputs.length).toBeGreaterThan(150);
    const broken = new Set(
      [...bad, ...badInputs].flatMap(([, ...problems]) => problems.map((it) => it.split('@')[0])),
    );
    const elsewhere = ['no_file', 'unreadable_file', 'both_forms', 'invalid_baseline', 'invalid_date'];
    expect([...broken, ...elsewhere].sort()).toEqual(Object.keys(errorRules).sort());
  });

  test.each(valid.map((text) => [text]))('takes %j', (text) => {
    expect(problemsOf(text).map(showProblem)).toEqual([]);
  });

  test.each(bad.map(([text, ...expected]) => [text.slice(0, 200), text, expected] as const))(
    'refuses %j',
    (_, text, expected) => {
      const problems = problemsOf(text);
      expect(problems.map(({ code, source }) => `${code}@${source.line}`)).toEqual(expected);
      for (const problem of problems) {
        expect(rules).toHaveProperty(problem.code);
        expect(showProblem(problem)).not.toMatch(/wJalr|AKIAIO|undefined|native code|\[object/);
      }
    },
  );
});
