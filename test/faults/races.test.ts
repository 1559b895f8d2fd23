import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { applyCommand } from '../../src/action/commands/apply-command.ts';
import { destroyCommand } from '../../src/action/commands/destroy-command.ts';
import type { Job } from '../../src/action/commands/job.ts';
import { makePlan } from '../../src/action/commands/plan-command.ts';
import { rotateCommand } from '../../src/action/commands/rotate-command.ts';
import type { Connection } from '../../src/vault/http/vault.ts';
import { runAction } from '../support/action.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { jobOn } from '../support/job.ts';
import { killable } from './campaign.ts';
import { keyName, manifestOf } from './scripts.ts';
import { answered, connectTo, stateOf } from './world.ts';

/** `RACES=100 npm run test:faults` kills an apply of a hundred keys at as many moments. */
const kills = Number(process.env['RACES'] ?? 6);
const manyKeys = kills < 50 ? 12 : 100;
/** Killed as a process, of which each takes a second to start. */
const processKills = kills < 50 ? 1 : kills;

let emulator: Emulator;
let vault: Connection;
const never = new AbortController().signal;
beforeAll(async () => {
  emulator = await startEmulator();
  vault = connectTo(emulator, never);
});
afterAll(async () => {
  await vault.close();
  await emulator.stop();
});

/** Long enough to kill the process while the write is under way in Vault, which goes on with it. */
const held = { delay_ms: 3_000 };

let mounts = 0;
let path: string;
beforeEach(async () => {
  path = `race${++mounts}`;
  await emulator.clearRequests();
});

const three = ['a', 'b', 'c'];

function job(keys: readonly string[] = three, inputs: Record<string, string> = {}, over = vault): Job {
  return jobOn(emulator, over, manifestOf({ create_mount: true, keys }, path), inputs);
}

const count = async (operation: string) => answered(await emulator.requests(), operation);
const rotation = (version: string) => three.map((key) => `${keyName(path, key)}${version}`).join('\n');

describe('two runs at once', () => {
  test('two applies: both succeed, and each version has one KMS key', async () => {
    const results = await Promise.all([applyCommand(job()), applyCommand(job())]);
    expect(results.map(({ error }) => error)).toEqual([undefined, undefined]);
    expect((await makePlan(job())).plan.in_sync).toBe(true);
    expect(Object.keys((await stateOf(emulator, path)).distributions)).toEqual(three);
    expect(await count('CreateKey')).toBe(3);
    expect(await count('ScheduleKeyDeletion')).toBe(0);
  });

  test('apply and rotate: every key is rotated once', async () => {
    await applyCommand(job());
    const [applied, rotated] = await Promise.all([
      applyCommand(job()),
      rotateCommand(job(three, { rotate_keys: rotation('') })),
    ]);
    expect([applied.error, rotated.error]).toEqual([undefined, undefined]);
    const { keys } = await stateOf(emulator, path);
    expect(Object.values(keys)).toEqual(new Array(3).fill(expect.objectContaining({ latest_version: 2 })));
    expect(await count('CreateKey')).toBe(6);
  });

  test('two rotations that start apart: the later one stops, or finds nothing to do', async () => {
    await applyCommand(job());
    const first = rotateCommand(job(three, { rotate_keys: rotation('@1') }));
    // Vault's API has no compare-and-set: only what has reached Vault can be seen by the other run.
    const versions = async () => Object.values((await stateOf(emulator, path)).keys);
    while (!(await versions()).every((key) => (key as { latest_version: number }).latest_version === 2))
      await sleep(10);
    const second = await rotateCommand(job(three, { rotate_keys: rotation('@1') }));
    expect((await first).error).toBeUndefined();
    expect([undefined, 'rotated_meanwhile']).toContain((second.error as { code?: string } | undefined)?.code);
    const { keys } = await stateOf(emulator, path);
    expect(Object.values(keys)).toEqual(new Array(3).fill(expect.objectContaining({ latest_version: 2 })));
  });

  test('apply and destroy: each says what it did, and one more apply converges', async () => {
    await applyCommand(job());
    const results = await Promise.all([
      applyCommand(job()),
      destroyCommand(job(three, { confirm: `${path}/kms/aws` })),
    ]);
    for (const { error } of results) expect(error?.name ?? 'RunError').toMatch(/^(RunError|VaultError)$/);
    expect((await applyCommand(job())).error).toBeUndefined();
    expect((await makePlan(job())).plan.in_sync).toBe(true);
  });

  test('a change by hand between plan and apply is found', async () => {
    await applyCommand(job());
    const approved = (await makePlan(job(['a', 'b']))).plan.digest;
    await emulator.vault('PUT', `${path}/key/${keyName(path, 'a')}`, { body: { min_enabled_version: 0 } });
    await emulator.vault('DELETE', `${path}/kms/aws/key/${keyName(path, 'b')}`);
    const { error } = await applyCommand(job(three, { expected_plan_digest: approved }));
    expect(error).toMatchObject({ code: 'plan_changed' });
  });
});

test(
  `an apply of ${manyKeys} keys that is killed at ${kills} moments: one run later each key has one KMS key`,
  async () => {
    const keys = Array.from({ length: manyKeys }, (_, index) => `k${index}`);
    for (let kill = 0; kill < kills; kill++) {
      path = `killed${mounts}-${kill}`;
      await emulator.clearRequests();
      const run = new AbortController();
      const connection = connectTo(emulator, never);
      const killed = applyCommand(job(keys, {}, killable(connection, run.signal))).catch(() => null);
      await sleep(20 + ((kill * 997) % 400));
      run.abort();
      await killed;
      await connection.close();
      expect((await applyCommand(job(keys))).error).toBeUndefined();
      expect((await makePlan(job(keys))).plan.in_sync).toBe(true);
      expect(Object.keys((await stateOf(emulator, path)).distributions)).toHaveLength(manyKeys);
      expect(await count('CreateKey')).toBe(manyKeys);
    }
  },
  60_000 + kills * 10_000,
);

test(
  `the action's process, killed ${processKills} time(s) during an apply of ${manyKeys} keys: one run later each key has one KMS key`,
  async () => {
    const keys = Array.from({ length: manyKeys }, (_, index) => `p${index}`);
    for (let kill = 0; kill < processKills; kill++) {
      path = `process${mounts}-${kill}`;
      await emulator.clearRequests();
      const inputs = {
        command: 'apply',
        url: emulator.vaultAddr,
        token: emulator.vaultToken,
        manifest: JSON.stringify(manifestOf({ create_mount: true, keys }, path)),
      };
      const match = { method: 'PUT', path: `/${path}/` };
      await emulator.setFaults({ match, skip: (kill * 7) % (2 * manyKeys), times: 1, fault: held });
      const isHeld = async () => (await emulator.requests()).some(({ fault }) => fault !== undefined);
      const killed = await runAction(inputs, {
        onStart: async (signal) => {
          while (!(await isHeld())) await sleep(5);
          signal('SIGKILL');
        },
      });
      await emulator.clearFaults();
      expect(killed.exitCode).toBeNull();
      expect((await runAction(inputs)).exitCode).toBe(0);
      expect((await makePlan(job(keys))).plan.in_sync).toBe(true);
      expect(Object.keys((await stateOf(emulator, path)).distributions)).toHaveLength(manyKeys);
      expect(await count('CreateKey')).toBe(manyKeys);
    }
  },
  60_000 + processKills * 20_000,
);
