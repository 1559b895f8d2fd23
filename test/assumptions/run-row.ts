import { parse } from 'yaml';
import { answersWith } from '../../assumptions/catalogue.ts';
import { readConfig } from '../../emulator/config.ts';
import { start } from '../../emulator/start.ts';
import { applyCommand } from '../../src/action/commands/apply-command.ts';
import { destroyCommand } from '../../src/action/commands/destroy-command.ts';
import { importCommand } from '../../src/action/commands/import-command.ts';
import type { CommandResult, Job } from '../../src/action/commands/job.ts';
import { rotateCommand } from '../../src/action/commands/rotate-command.ts';
import { verifyCommand } from '../../src/action/commands/verify-command.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { Clock } from '../../src/model/effects.ts';
import type { FaultRequest } from '../support/emulator.ts';
import { connectTo, type EmulatorAccess, jobOn, silent } from '../support/job.ts';
import { type KmsWorld, readKms } from './kms-world.ts';

export const commands = ['create', 'no-op', 'rotate', 'verify', 'import', 'prune', 'destroy'] as const;
export type CommandName = (typeof commands)[number];

/** `done`; the codes of refusals, and `done` where a later run succeeded; or what a successful run left wrong. */
export type Cell = string;

const path = 'keymgmt';
const kms = { aws: { key_collection: 'us-west-2' } };
const kept = {
  payments: { kms: 'aws' },
  global: { kms: 'aws', replica_regions: ['eu-west-1'] },
};
// The settings are on the key that is distributed last: their write and a distribution may come in either order.
const extra = { kms: 'aws', min_enabled_version: 1, deletion_allowed: true };
const manifest = { path, kms, keys: { ...kept, extra } };

const denied = (operation: string): FaultRequest => ({
  match: { operation },
  times: 1,
  fault: {
    status: 400,
    body: { __type: 'AccessDeniedException', message: 'not authorized' },
    headers: { 'content-type': 'application/x-amz-json-1.1' },
  },
});
const lost = (method: string, at: string): FaultRequest => ({
  match: { method, path: at },
  times: 1,
  fault: { drop: 'after' },
});

interface Step {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly declared?: object;
  readonly run: (job: Job) => Promise<CommandResult>;
  readonly faults: readonly FaultRequest[];
  /** What is wrong in spite of the success; empty when nothing is. */
  readonly wrong: (result: CommandResult, now: KmsWorld, before: KmsWorld) => readonly string[];
}

const steps: Readonly<Record<CommandName, Step>> = {
  create: {
    run: applyCommand,
    faults: [denied('ImportKeyMaterial'), lost('PUT', '/kms/aws/key/global$')],
    wrong: (_, now) => [
      ...(now.enabled('us-west-2') === 3 && now.enabled('eu-west-1') === 1
        ? []
        : ['a version is not enabled']),
      ...(now.aliased.join() === 'extra,global,payments' ? [] : [`aliases of ${now.aliased.join()}`]),
    ],
  },
  'no-op': {
    run: applyCommand,
    faults: [],
    wrong: ({ plan, changed }) => (plan?.in_sync === true && changed === false ? [] : ['writes']),
  },
  rotate: {
    inputs: { rotate_keys: 'payments@1\nglobal@1' },
    run: rotateCommand,
    faults: [denied('ImportKeyMaterial'), lost('PUT', '/rotate$')],
    wrong: (_, now, before) =>
      now.enabled('us-west-2') === before.enabled('us-west-2') + 2 ? [] : ['a new version is not enabled'],
  },
  verify: {
    run: verifyCommand,
    faults: [],
    wrong: ({ verification }, now) =>
      verification?.status === 'pass' && now.enabled('eu-west-1') !== 2 ? ['passes a missing replica'] : [],
  },
  import: {
    inputs: { import_id: path },
    run: importCommand,
    faults: [],
    wrong: ({ manifest: text }) => {
      const { keys } = parse(text ?? '') as { keys: Record<string, { kms?: string }> };
      return Object.keys(keys).length === 3 && keys['global']?.kms === 'aws' ? [] : ['lacks a key'];
    },
  },
  prune: {
    declared: { path, kms, keys: kept },
    inputs: { prune: 'true', confirm: `${path}/kms/aws/key/extra`, min_idle: '0s' },
    run: applyCommand,
    faults: [denied('ScheduleKeyDeletion'), lost('DELETE', '/key/extra$')],
    wrong: (_, now, before) => [
      ...(now.aliased.includes('extra') ? ['the alias is there'] : []),
      ...(now.enabled('us-west-2') < before.enabled('us-west-2') ? [] : ['the KMS key is still enabled']),
    ],
  },
  destroy: {
    declared: { path, kms, keys: kept },
    inputs: { confirm: `${path}/kms/aws`, min_idle: '0s' },
    run: destroyCommand,
    faults: [denied('ScheduleKeyDeletion'), lost('DELETE', '/key/payments$')],
    wrong: (_, now) =>
      now.enabled('us-west-2') + now.enabled('eu-west-1') === 0 ? [] : ['KMS keys are still enabled'],
  },
};

/** Quick, so that a status that is retried costs little. */
const limits = { tries: 3, first_delay: 5, longest_delay: 20, grace: 300 };
/** A failed check is read again after seconds, in case KMS is behind; the emulator never is. */
const clock: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 10, signal) };
/** How often a command is run until it succeeds. */
const attempts = 3;

/** Runs every command under one answer. */
export async function runRow(name: string, isRough: boolean): Promise<Record<CommandName, Cell>> {
  const turned = answersWith(name.includes('=') ? [name] : []);
  if ('problems' in turned) throw new Error(turned.problems.join('\n'));
  const options = { 'vault-port': 0, 'aws-port': 0, assumed: turned.answers };
  const { ready, stop } = await start(options, await readConfig(null), {});
  const emulator = {
    vaultAddr: ready.VAULT_ADDR,
    vaultToken: ready.VAULT_TOKEN,
    awsEndpoint: ready.AWS_ENDPOINT_URL,
    accessKeyId: ready.AWS_ACCESS_KEY_ID,
    secretAccessKey: ready.AWS_SECRET_ACCESS_KEY,
  };
  try {
    const cells: [CommandName, Cell][] = [];
    for (const command of commands) cells.push([command, await runStep(emulator, steps[command], isRough)]);
    return Object.fromEntries(cells) as Record<CommandName, Cell>;
  } finally {
    await stop();
  }
}

async function runStep(emulator: EmulatorAccess, step: Step, isRough: boolean): Promise<Cell> {
  const before = await readKms(emulator);
  await setFaults(emulator, isRough ? step.faults : []);
  const codes: string[] = [];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { result, warnings } = await runOnce(emulator, step);
    if (result.error === undefined) {
      await setFaults(emulator, []);
      const wrong = step.wrong(result, await readKms(emulator), before);
      return [
        ...codes,
        wrong.length === 0 ? 'done' : `${warnings > 0 ? 'warned' : 'WRONG'}: ${wrong.join(', ')}`,
      ].join(', ');
    }
    const { code } = result.error as { code?: string };
    const said = code ?? `no code: ${result.error.message}`;
    if (codes.at(-1) !== said) codes.push(said);
  }
  return codes.join(', ');
}

async function setFaults({ awsEndpoint }: EmulatorAccess, faults: readonly FaultRequest[]): Promise<void> {
  const at = `${awsEndpoint}/_emulator/faults`;
  await fetch(at, { method: 'DELETE' });
  if (faults.length > 0) await fetch(at, { method: 'POST', body: JSON.stringify(faults) });
}

async function runOnce(
  emulator: EmulatorAccess,
  { declared = manifest, inputs = {}, run }: Step,
): Promise<{ readonly result: CommandResult; readonly warnings: number }> {
  let warnings = 0;
  const log = { ...silent, warning: () => void warnings++ };
  const vault = connectTo(emulator, emulator.vaultToken, limits, log);
  const { effects, ...job } = jobOn(emulator, vault, declared, inputs);
  const result = await run({ ...job, max_concurrency: 1, effects: { ...effects, clock, log } }).catch(
    (error: Error) => ({ error }) as CommandResult,
  );
  await vault.close();
  return { result, warnings };
}
