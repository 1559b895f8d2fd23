import { describe, expect, test } from '@jest/globals';
import { logFailure } from '../../src/action/log-failure.ts';
import { InvalidInput, RunError } from '../../src/model/errors.ts';
import { inputLocation } from '../../src/model/problem.ts';
import type { RunReport } from '../../src/model/run.ts';
import { finding, keyReport, run, step, verification } from '../render/samples.ts';

function linesOf(error: unknown, report: RunReport): string[] {
  const lines: string[] = [];
  const silent = () => {};
  const log = { info: silent, notice: silent, warning: silent, debug: silent, progress: silent };
  logFailure({ ...log, error: (line) => lines.push(line), group: (_, work) => work() }, error, report);
  return lines;
}

describe('a problem has one error line', () => {
  test('a step that failed, with what the next run does', () => {
    const failed = [
      { ...step('create_key', 'db', { id: 'keymgmt/key/db' }), error: 'Vault answered 400: no.' },
    ];
    const error = new RunError(
      'key_rejected',
      'create_key keymgmt/key/db: Vault answered 400: no.',
      '0 steps done, 1 failed, 0 not done. The next run continues from there.',
    );
    expect(linesOf(error, run({ applied: { done: [], failed, left: [] } }))).toEqual([
      'create_key keymgmt/key/db: Vault answered 400: no. 0 steps done, 1 failed, 0 not done. The next run continues from there.',
    ]);
  });

  test('each of several steps that failed', () => {
    const failed = ['a', 'b'].map((id) => ({ ...step('create_key', id, { id }), error: 'no.' }));
    const error = new RunError('key_rejected', 'create_key a: no.\ncreate_key b: no.', 'Next.');
    expect(linesOf(error, run({ applied: { done: [], failed, left: [] } }))).toEqual([
      'create_key a: no.',
      'create_key b: no. Next.',
    ]);
  });

  test('each failed proof of a key', () => {
    const report = run({ verification: verification([keyReport('payments-db', [finding()])], []) });
    const lines = linesOf(new RunError('not_compliant', 'Not proved: fail.\nmore', 'See.'), report);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('Not proved');
  });

  test('a report that is not complete', () => {
    const report = run({ verification: verification([], []) });
    expect(linesOf(new RunError('not_compliant', 'Not proved: pass.', 'See.'), report)).toEqual([
      'Not proved: pass. See.',
    ]);
  });

  test('a failure of many lines', () => {
    expect(linesOf(new RunError('unexpected', 'one:\ntwo', 'three'), run({}))).toEqual(['one:\ntwo. three']);
  });
});

test('of very many problems, the first ones have a line, and the rest is counted', () => {
  const problems = Array.from({ length: 500_000 }, (_, index) => ({
    code: 'missing_field' as const,
    at: `keys[${index}]`,
    source: inputLocation('keys'),
    message: 'is missing.',
    remedy: 'Add it.',
  }));
  const error = new InvalidInput(problems);
  expect(error.message.length).toBeLessThan(20_000);
  expect(error.message).toMatch(/… and 499900 more problems\.$/);
  const lines = linesOf(error, run({}));
  expect(lines).toHaveLength(101);
  expect(lines.at(-1)).toBe('… and 499900 more errors.');
});
