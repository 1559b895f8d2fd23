import { expect, test } from '@jest/globals';
import { runnerLog } from '../../src/action/runner-log.ts';

function keptLines() {
  const lines: string[] = [];
  const keep = (line: string | Error) => void lines.push(String(line));
  const core = {
    debug: keep,
    info: keep,
    notice: keep,
    warning: keep,
    error: keep,
    startGroup: keep,
    endGroup: () => {},
  };
  return { lines, core };
}

const clock = { now: () => new Date(0) };

test('a group of 100,000 lines prints the first ones, the number of those left out, and the last ones', async () => {
  const { lines, core } = keptLines();
  const log = runnerLog(core, clock);
  await log.group('Plan', async () => {
    for (let index = 1; index <= 100_000; index += 1) log.info(`line ${index}`);
  });
  expect(lines).toHaveLength(1 + 2_000 + 1 + 20);
  expect(lines[2_000]).toBe('line 2000');
  expect(lines[2_001]).toBe('… 97980 more lines: the report file (output report_path) has all of them.');
  expect(lines.at(-1)).toBe('line 100000');
});

test('a text of many lines counts line by line, and a group that fits is whole', async () => {
  const { lines, core } = keptLines();
  const log = runnerLog(core, clock);
  await log.group('Policy', async () => log.info('a\n'.repeat(2_015)));
  expect(lines.filter((line) => line === 'a')).toHaveLength(2_015);
  expect(lines.join('\n')).not.toContain('more lines');
});

test('a line of any length is cut, and secrets are out of every kind of line', async () => {
  const { lines, core } = keptLines();
  const log = runnerLog(core, clock, { redact: (text) => text.replaceAll('s3cret', '***') });
  for (const level of ['debug', 'info', 'notice', 'warning', 'error'] as const)
    log[level](`s3cret ${'x'.repeat(98_000_000 / 100)}`);
  await log.group('s3cret', async () => {});
  for (const line of lines) {
    expect(line.length).toBeLessThan(20_010);
    expect(line).not.toContain('s3cret');
  }
  expect(lines).toHaveLength(6);
});
