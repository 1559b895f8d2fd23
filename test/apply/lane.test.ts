import { describe, expect, test } from '@jest/globals';
import { Lane } from '../../src/apply/lane.ts';
import type { ErrorCode } from '../../src/model/codes/catalogue.ts';
import { VaultError } from '../../src/vault/http/vault-error.ts';
import { keptLog } from '../vault/support/run.ts';
import { virtualClock } from './virtual-clock.ts';

const request = { method: 'PUT', path: 'keymgmt/kms/aws/key/db' };
const failure = (code: ErrorCode, status: number | null) => new VaultError(code, request, '', '', { status });

function open({ first = 2, by_rate = true } = {}) {
  const clock = virtualClock();
  const log = keptLog();
  const lane = new Lane({ name: 'keymgmt/kms/aws', first, max: 64, by_rate }, { clock, log });
  const going = new AbortController();
  const started: number[] = [];
  const enter = () =>
    lane.enter(going.signal).then((turn) => {
      if (turn !== null) started.push(clock.now().getTime());
      return turn;
    });
  return { clock, lines: log.lines, going, started, enter };
}

describe('a lane', () => {
  test('lets as many start as the limiter allows; an accepted write makes room', async () => {
    const { enter, started, clock } = open();
    const turns = [enter(), enter(), enter()];
    await clock.settle();
    expect(started).toHaveLength(2);
    for (const turn of [await turns[0], await turns[1]]) turn?.accepted();
    expect(await turns[2]).not.toBeNull();
  });

  test('after a throttled write, the others start one after the other', async () => {
    const { enter, started, clock, lines } = open();
    const turns = Array.from({ length: 4 }, enter);
    const [first, second] = [(await turns[0])!, (await turns[1])!];
    clock.advance(50);
    first.accepted();
    expect(second.failed(failure('aws_throttled', 500))).toBeCloseTo(1_050);
    expect(lines).toEqual(['info: keymgmt/kms/aws: AWS throttles; one write every 1.1 s']);
    await clock.settle();
    expect(started).toEqual([0, 0]);
    for (let second = 0; second < 5; second++) {
      clock.advance(1_050);
      await clock.settle();
    }
    expect(started).toEqual([0, 0, 2_150]);
  });

  test('a Vault that is overloaded halves the writes, and keeps the delays of the retry policy', async () => {
    const { enter, clock, lines } = open({ first: 8, by_rate: false });
    const turn = (await enter())!;
    clock.advance(10);
    expect(turn.failed(failure('rate_limited', 429))).toBeNull();
    expect(turn.failed(failure('request_rejected', 400))).toBeNull();
    expect(lines).toEqual(['info: keymgmt/kms/aws: 429: continuing with 4 write(s) at once']);
  });

  test.each<[string, ErrorCode, number | null, boolean, RegExp | null]>([
    ['Vault at its limit', 'rate_limited', 429, false, /: 429: continuing with 4/],
    ['Vault overloaded', 'unavailable', 503, false, /: 503: continuing with 4/],
    [
      'AWS behind Vault, where no write calls it by itself',
      'aws_throttled',
      null,
      false,
      /: Vault: continuing with 4/,
    ],
    ['AWS behind Vault', 'aws_throttled', 500, true, /: AWS throttles; one write every 1.1 s/],
    ['Vault overloaded, for writes that call AWS', 'unavailable', 503, true, /: 503: continuing with 4/],
    ['any other error', 'unavailable', 500, false, null],
  ])('%s', async (_, code, status, by_rate, line) => {
    const { enter, clock, lines } = open({ first: 8, by_rate });
    const turn = (await enter())!;
    clock.advance(10);
    turn.failed(failure(code, status));
    expect(lines).toEqual(line === null ? [] : [expect.stringMatching(line)]);
  });

  test('what was sent before it narrowed narrows it no more, and is not said again', async () => {
    const { enter, clock, lines } = open({ first: 8, by_rate: false });
    const [first, second] = [(await enter())!, (await enter())!];
    clock.advance(10);
    first.failed(failure('unavailable', 503));
    second.failed(failure('unavailable', 503));
    expect(lines).toHaveLength(1);
    clock.advance(10);
    second.sent();
    second.failed(failure('unavailable', 503));
    expect(lines.slice(1)).toEqual(['info: keymgmt/kms/aws: 503: continuing with 2 write(s) at once']);
  });

  test('a throttled write waits as long as the server asks, where that is longer', async () => {
    const { enter, clock } = open();
    const turn = (await enter())!;
    clock.advance(50);
    const asked = new VaultError('aws_throttled', request, '', '', { status: 500, retry_after: 9_000 });
    expect(turn.failed(asked)).toBe(9_000);
  });

  test('a step under way comes before those that have not started', async () => {
    const { enter, clock, started } = open({ first: 1 });
    const turn = (await enter())!;
    const others = [enter(), enter()];
    turn.accepted();
    await clock.settle();
    const again = turn.ready();
    for (const other of others) (await other)?.accepted();
    await again;
    expect(started).toHaveLength(3);
  });

  test('when the run stops, nothing more starts, and a step under way goes on', async () => {
    const { enter, going, clock } = open({ first: 1 });
    const turn = (await enter())!;
    const waiting = enter();
    going.abort();
    expect(await waiting).toBeNull();
    turn.accepted();
    await turn.ready();
    await clock.settle();
    expect(await enter()).toBeNull();
  });
});
