import type { Connection } from '../../src/vault/http/vault.ts';

/** A connection whose requests are sent in rounds: all that wait at once, then all that wait for an answer of these. */
export interface RoundTrips {
  readonly vault: Connection;
  /** Runs `work`, and returns how many requests each round had. */
  during(work: () => Promise<unknown>): Promise<number[]>;
}

/** Counts round trips without a clock: a round begins when nothing goes on any more without an answer. */
export function inRounds(connection: Connection): RoundTrips {
  let waiting: (() => Promise<unknown>)[] = [];
  const inTurn = <T>(send: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      waiting.push(() => send().then(resolve, reject));
    });
  const wrap = (inner: Connection): Connection => ({
    get: (at, read) => inTurn(() => inner.get(at, read)),
    list: (at) => inTurn(() => inner.list(at)),
    put: async (at, body, write = {}) => {
      await write.pace?.ready();
      return inTurn(() => inner.put(at, body, write));
    },
    delete: async (at, write = {}) => {
      await write.pace?.ready();
      return inTurn(() => inner.delete(at, write));
    },
    authenticate: (at, body, token) => inTurn(() => inner.authenticate(at, body, token)),
    with: (change) => wrap(inner.with(change)),
    close: () => inner.close(),
  });
  return {
    vault: wrap(connection),
    async during(work) {
      const rounds: number[] = [];
      let isDone = false;
      const ending = work().finally(() => {
        isDone = true;
      });
      while (!isDone) {
        await quiet();
        const round = waiting;
        waiting = [];
        if (round.length === 0) continue;
        rounds.push(round.length);
        await Promise.allSettled(round.map((send) => send()));
      }
      await ending;
      return rounds;
    },
  };
}

/** Everything that is not waiting for an answer has run. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
