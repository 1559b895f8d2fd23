import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { applyCommand } from '../../src/action/commands/apply-command.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { connectTo, jobOn } from '../support/job.ts';
import { inRounds } from './round-trips.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

let mounts = 0;

/** The requests of each round trip of an apply of so many keys with a setting, and of one more. */
async function roundTripsOf(number: number): Promise<{ create: number[]; noop: number[] }> {
  const path = `rounds-${++mounts}`;
  await emulator.vault('POST', `sys/mounts/${path}`, { body: { type: 'keymgmt' } });
  const { vault, during } = inRounds(connectTo(emulator));
  const keys = Object.fromEntries(
    Array.from({ length: number }, (_, index) => [
      `r${mounts}-${index}`,
      { kms: 'aws', deletion_allowed: true },
    ]),
  );
  const job = jobOn(
    emulator,
    vault,
    { path, kms: { aws: { key_collection: 'us-west-2' } }, keys },
    { check_credentials: 'off' },
  );
  const max = { ...job, max_concurrency: 64 };
  const run = async () => expect((await applyCommand(max)).error).toBeUndefined();
  return { create: await during(run), noop: await during(run) };
}

test('a create is five round trips deep, and one that changes nothing two, without the login', async () => {
  const { create, noop } = await roundTripsOf(3);
  // The lists; capabilities; provider and keys; distributions; settings, and distributions read back.
  expect(create).toEqual([3, 1, 4, 3, 6]);
  // The lists; the provider with its list, keys and distributions.
  expect(noop).toEqual([3, 2 + 2 * 3]);
});

test('more keys make the rounds larger: writes double in each', async () => {
  const { create, noop } = await roundTripsOf(20);
  expect(create.length).toBeLessThanOrEqual(7);
  expect(create.slice(0, 3)).toEqual([3, 1, 8]);
  expect(create.reduce((sum, round) => sum + round)).toBe(5 + 4 * 20);
  expect(noop).toEqual([3, 2 + 2 * 20]);
});
