import { afterAll, describe, expect, test } from '@jest/globals';
import { type AssumptionId, assumptionIds, catalogue } from '../../assumptions/catalogue.ts';
import { type CommandName, commands, runRow } from './run-row.ts';

/** The answers that only a failure shows: each command meets one of AWS, and loses one answer of Vault. */
const onFailure: readonly AssumptionId[] = [
  'second-distribution',
  'partial-distribution',
  'partial-removal',
  'partial-failure-status',
  'rejection-status',
  'rejection-words',
  'write-answer',
  'concurrent-write',
  'second-replication',
  'missing-distribution',
];

const none = 'the default answers';
const turned = assumptionIds.flatMap((id) =>
  Object.keys(catalogue[id].answers)
    .filter((answer) => answer !== catalogue[id].default)
    .map((answer) => `${id}=${answer}`),
);
const calm = [none, ...turned];
const rough = calm.filter((name) => name === none || onFailure.some((id) => name.startsWith(`${id}=`)));

type Cells = Partial<Record<CommandName, string>>;

/** Where AWS denies a call in the middle of a write, the run fails, and the next one completes the work. */
const afterFailures: Cells = { create: 'distribution_rejected, done', destroy: 'removal_rejected, done' };

/**
 * What is not `done` at once: the codes of the failed runs in order, and `done` where a later run succeeded. After
 * `warned` stands what a success left wrong, and said so in a warning: Vault's record showed nothing. `WRONG`, a success
 * without a warning, is never expected.
 */
const expected: Readonly<Record<string, Cells>> = {
  'write-answer=early': { destroy: 'deletion_rejected, done' },
  'replica-rotation=primary-only': { verify: 'not_compliant' },
  'partial-distribution=visible, with failures': {
    create: 'warned: a version is not enabled, aliases of extra,global',
    rotate: 'rotation_rejected',
    verify: 'not_compliant',
    destroy: 'removal_rejected, done',
  },
  'partial-removal=gone, with failures': {
    create: 'distribution_rejected, done',
    prune: 'warned: the KMS key is still enabled',
    destroy: 'warned: KMS keys are still enabled',
  },
  'partial-failure-status=500, with failures': { create: 'done', destroy: 'done' },
  'write-answer=early, with failures': {
    create: 'not_read_back, done',
    rotate: 'warned: a new version is not enabled',
    verify: 'not_compliant',
    destroy: 'deletion_rejected, done',
  },
  'missing-distribution=400, with failures': {
    create: 'distribution_rejected, done',
    destroy: 'removal_rejected, connection_lost, done',
  },
};

const rows: string[][] = [];

async function expectRow(name: string, isRough: boolean): Promise<void> {
  const label = isRough ? `${name}, with failures` : name;
  const cells = await runRow(name, isRough);
  rows.push([label, ...commands.map((command) => cells[command])]);
  const wanted = expected[label] ?? (isRough ? afterFailures : {});
  expect(cells).toEqual(Object.fromEntries(commands.map((command) => [command, wanted[command] ?? 'done'])));
}

/** `npm run test:tables` has every row, `npm test` those that differ from the default answers' own. */
const chosen = (names: readonly string[], suffix: string) =>
  names.filter(
    (name) => process.env['TABLES'] === 'whole' || name === none || `${name}${suffix}` in expected,
  );

describe('every command is right or refused, whatever Vault answers', () => {
  test.each(chosen(calm, ''))('%s', (name) => expectRow(name, false));
  test.each(chosen(rough, ', with failures'))('%s, with failures', (name) => expectRow(name, true));
});

afterAll(() => {
  const table = [['assumption=answer', ...commands], ...rows];
  const widths = commands.map((_, index) => Math.max(...table.map((row) => row[index]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  process.stdout.write(`${lines.join('\n')}\n`);
});
