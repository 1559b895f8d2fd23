import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { applyCommand, executePlan } from '../../src/action/commands/apply-command.ts';
import type { CommandResult, Job } from '../../src/action/commands/job.ts';
import { makePlan } from '../../src/action/commands/plan-command.ts';
import { RunError } from '../../src/model/errors.ts';
import type { Connection } from '../../src/vault/http/vault.ts';
import { type Emulator, type FaultRequest, startEmulator } from '../support/emulator.ts';
import { jobOn } from '../support/job.ts';
import { keyName, manifestOf } from './scripts.ts';
import { answered, connectTo, stateOf } from './world.ts';

/** What happens to Vault itself while a run goes on, or between its plan and its writes. */

let emulator: Emulator;
let vault: Connection;
beforeAll(async () => {
  emulator = await startEmulator();
  vault = connectTo(emulator, new AbortController().signal);
});
afterAll(async () => {
  await vault.close();
  await emulator.stop();
});

const three = ['a', 'b', 'c'];
let mounts = 0;
let path: string;
beforeEach(async () => {
  path = `trouble${++mounts}`;
  await emulator.clearFaults();
  await emulator.clearRequests();
});

function job(inputs: Record<string, string> = {}, namespace = ''): Job {
  const manifest = manifestOf({ create_mount: true, keys: three }, path);
  return jobOn(emulator, vault, namespace === '' ? manifest : { ...manifest, namespace }, inputs);
}

const count = async (operation: string) => answered(await emulator.requests(), operation);
const codeOf = ({ error }: CommandResult) => (error instanceof RunError ? error.code : error);

/** Each request from the `skip`-th write of a key on, so many times; without a number, until the faults are cleared. */
async function fromTheMiddle(fault: FaultRequest['fault'], times?: number): Promise<void> {
  const match = { path: `/${path}/` };
  await emulator.setFaults({ match, skip: 9, ...(times === undefined ? {} : { times }), fault });
}

async function expectConverged(): Promise<void> {
  await emulator.clearFaults();
  expect((await applyCommand(job())).error).toBeUndefined();
  expect((await makePlan(job())).plan.in_sync).toBe(true);
  expect(Object.keys((await stateOf(emulator, path)).distributions)).toEqual(three);
  expect(await count('CreateKey')).toBe(3);
  expect(await count('ScheduleKeyDeletion')).toBe(0);
}

const errors = (words: string) => ({ errors: [words] });

describe('while a run goes on', () => {
  test.each<[string, FaultRequest['fault'], string]>([
    ['is sealed', { status: 503, body: errors('Vault is sealed') }, 'sealed'],
    ['becomes a standby', { status: 473, body: errors('standby') }, 'standby'],
    [
      'has no leader',
      { status: 500, body: errors('local node not active but active cluster node not found') },
      'unavailable',
    ],
    ['goes away', { drop: 'before' }, 'connection_lost'],
    ['lags behind', { status: 412, body: errors('required index state not present') }, 'not_caught_up'],
  ])('Vault %s: the run ends and says so, and the next one completes it', async (_, fault, code) => {
    await fromTheMiddle(fault);
    const stopped = await applyCommand(job());
    expect(codeOf(stopped)).toBe(code);
    expect(stopped.error?.message).toContain(path);
    await expectConverged();
  });

  test.each<[string, FaultRequest['fault']]>([
    ['no leader', { status: 500, body: errors('local node not active but active cluster node not found') }],
    [
      'a new leader that has not caught up',
      { status: 412, body: errors('required index state not present') },
    ],
    ['a standby that answers', { status: 473, body: errors('standby') }],
    ['closed connections, though the requests were executed', { drop: 'after' }],
  ])('a change of the leader with %s: the same run goes on', async (_, fault) => {
    await fromTheMiddle(fault, 2);
    expect((await applyCommand(job())).error).toBeUndefined();
    await expectConverged();
  });
});

describe('between plan and writes', () => {
  async function planThen(change: () => Promise<unknown>, of: Job): Promise<CommandResult> {
    const { plan, live } = await makePlan(of);
    await change();
    return executePlan(of, plan, live);
  }

  test('the mount goes away: nothing is made elsewhere, and it is not filled anew without being told', async () => {
    expect((await applyCommand(job())).error).toBeUndefined();
    const before = await count('CreateKey');
    const more = jobOn(emulator, vault, manifestOf({ create_mount: true, keys: [...three, 'd'] }, path), {});
    const stopped = await planThen(() => emulator.vault('DELETE', `sys/mounts/${path}`), more);
    expect(codeOf(stopped)).toBe('no_engine');
    expect(stopped.error?.message).toContain(path);
    expect(await count('CreateKey')).toBe(before);
    await refusesToFill(before);
  });

  test('the mount is replaced by a fresh one', async () => {
    expect((await applyCommand(job())).error).toBeUndefined();
    const before = await count('CreateKey');
    await emulator.vault('DELETE', `sys/mounts/${path}`);
    await emulator.vault('POST', `sys/mounts/${path}`, { body: { type: 'keymgmt' } });
    await refusesToFill(before);
  });

  /** KMS still has the aliases of the keys that are gone: apply stops until each id is in `confirm`. */
  async function refusesToFill(before: number): Promise<void> {
    const refused = await applyCommand(job());
    expect(codeOf(refused)).toBe('keys_lost');
    for (const key of three) expect(refused.error?.message).toContain(`${path}/key/${keyName(path, key)}`);
    expect(await count('CreateKey')).toBe(before);
    const confirm = three.map((key) => `${path}/key/${keyName(path, key)}`).join('\n');
    expect((await applyCommand(job({ confirm }))).error).toBeUndefined();
    expect(await count('CreateKey')).toBe(before + 3);
    expect(await count('ScheduleKeyDeletion')).toBe(0);
  }

  test('the namespace is deleted', async () => {
    const namespace = `team-${path}`;
    await emulator.vault('PUT', `sys/namespaces/${namespace}`, { body: {} });
    const stopped = await planThen(
      () => emulator.vault('DELETE', `sys/namespaces/${namespace}`),
      job({}, namespace),
    );
    expect(stopped.error).toBeInstanceOf(RunError);
    expect(stopped.error?.message).toContain(namespace);
    expect(stopped.applied?.done).toEqual([]);
    expect(await count('CreateKey')).toBe(0);
  });
});
