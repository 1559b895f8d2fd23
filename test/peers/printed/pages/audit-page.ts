import { expect } from '@jest/globals';
import { parse } from 'yaml';
import { allInputs } from '../../../../src/action/all-inputs.ts';
import { readExceptions } from '../../../../src/declare/exceptions-file.ts';
import { type Entry, stage, succeeds } from '../stage.ts';

const inputsAreKnown = (inputs: object) =>
  expect(Object.keys(inputs).filter((name) => !(name in allInputs))).toEqual([]);

const read = (text: string) =>
  readExceptions({ text, file: 'exceptions.yaml', input: 'exceptions' }, ['alias_single']);

/** The blocks of docs/audit.md. */
export const auditPage: readonly Entry[] = [
  { has: /^- uses:/, how: 'parsed', by: async ({ text }) => inputsAreKnown(parse(text)[0].with) },
  {
    has: /^exceptions:\n/,
    how: 'parsed',
    by: async ({ text }) => expect(read(text)).not.toHaveProperty('problems'),
  },
  {
    has: /^ *exceptions: exceptions.yaml/,
    how: 'parsed',
    by: async ({ text }) => inputsAreKnown(parse(text)),
  },
  {
    has: /^aws cloudtrail /,
    how: 'parsed',
    by: async ({ text }) => {
      const script = `${text.trim()} --generate-cli-skeleton input`;
      succeeds(await stage.cloud.run(script, { ...stage.variables, EVENT_ID: 'an-id' }));
    },
  },
];
