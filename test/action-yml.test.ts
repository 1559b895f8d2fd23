import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { allInputs, inputGroups } from '../src/action/all-inputs.ts';
import { emptyReport } from '../src/action/empty-report.ts';
import { readInputs } from '../src/action/inputs.ts';
import { outputsOf } from '../src/action/outputs.ts';
import { systemClock } from '../src/effects/clock.ts';
import { InputReader } from '../src/inputs/input-reader.ts';

const { actionFiles }: typeof import('../scripts/input-reference.mjs') = await import(
  '../scripts/input-reference.mjs'
);

const readWith = (textOf: (name: string) => string) => {
  const reader = new InputReader(allInputs, textOf, {});
  return { reader, inputs: readInputs(reader) };
};

const action = parse(await readFile('action.yml', 'utf8'));

describe('action.yml', () => {
  test('is generated from the registry of inputs (`node scripts/input-reference.mjs`)', async () => {
    for (const [file, made] of Object.entries(await actionFiles())) {
      expect(await readFile(file, 'utf8')).toBe(made);
    }
  });

  test('has every input under one heading', () => {
    const names = Object.values(inputGroups).flatMap((specs) => Object.keys(specs));
    expect(names).toEqual(Object.keys(allInputs));
  });

  test('declares no input that is not read', () => {
    const read = new Set<string>();
    readWith((name) => {
      read.add(name);
      return '';
    });
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
      const { reader } = readWith((asked) => (asked === name ? 'something else' : ''));
      expect(reader.problems[0]!.message).toBe(
        `${name} is "something else", not one of ${values.join(', ')}.`,
      );
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
    const readAs = (value: string) => {
      const { inputs } = readWith((asked) => (asked === name ? value : ''));
      const { vault, declaration, ...rest } = inputs;
      return { texts: { ...vault, ...declaration.inline } as Record<string, string>, rest };
    };
    const [empty, full] = [readAs(''), readAs(given!)];
    expect(full.rest).toEqual(empty.rest);
    expect({ ...full.texts, [name]: '' }).toEqual({ ...empty.texts, [name]: '' });
  });
});
