import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { emptyReport } from '../src/action/empty-report.ts';
import { InputReader } from '../src/action/input-reader.ts';
import { readInputs } from '../src/action/inputs.ts';
import { outputsOf } from '../src/action/outputs.ts';
import { systemClock } from '../src/effects/clock.ts';

const action = parse(await readFile('action.yml', 'utf8'));

describe('action.yml', () => {
  test('declares exactly the inputs that are read', () => {
    const read = new Set<string>();
    readInputs(
      new InputReader({
        getInput: (name) => {
          read.add(name);
          return '';
        },
      }),
    );
    expect(Object.keys(action.inputs).sort()).toEqual([...read].sort());
  });

  test('declares exactly the outputs that are set', () => {
    const outputs = outputsOf(emptyReport({ command: 'plan' }, {}, systemClock), '');
    expect(Object.keys(action.outputs).sort()).toEqual(Object.keys(outputs).sort());
  });

  test('has a type for each input and output in action-types.yml', async () => {
    const types = parse(await readFile('action-types.yml', 'utf8'));
    expect(Object.keys(types.inputs).sort()).toEqual(Object.keys(action.inputs).sort());
    expect(Object.keys(types.outputs).sort()).toEqual(Object.keys(action.outputs).sort());
    for (const [name, { 'allowed-values': values }] of Object.entries<{ 'allowed-values'?: string[] }>(
      types.inputs,
    )) {
      if (values === undefined) continue;
      const reader = new InputReader({ getInput: (asked) => (asked === name ? 'none of them' : '') });
      readInputs(reader);
      expect(reader.problems[0]!.message).toBe(`"none of them" is none of ${values.join(', ')}.`);
    }
  });

  test('says what each input and output is', () => {
    for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)] as {
      description: string;
    }[]) {
      expect(description.length).toBeGreaterThan(15);
      // The runner takes an expression there for an error.
      expect(description).not.toContain('${{');
    }
  });

  test.each(
    Object.entries(action.inputs as Record<string, { default?: string }>).filter(
      ([, { default: given }]) => given !== undefined && !given.startsWith('${{'),
    ),
  )('the default of %s is what an empty input means', (name, { default: given }) => {
    const readWith = (value: string) =>
      readInputs(new InputReader({ getInput: (asked) => (asked === name ? value : '') }));
    const { connection: withoutDefault, ...empty } = readWith('');
    const { connection: withDefault, ...full } = readWith(given!);
    expect(full).toEqual(empty);
    if (!(name in withDefault)) expect(withDefault).toEqual(withoutDefault);
  });
});
