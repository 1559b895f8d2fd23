import pLimit from 'p-limit';
import type { Desired } from '../model/desired.ts';
import type { Clock, Log } from '../model/effects.ts';
import { distributionId } from '../model/id.ts';
import type { Live, LiveDistribution } from '../model/live.ts';
import type { Op, Plan, Step } from '../model/plan.ts';
import { VaultError } from '../vault/errors.ts';
import { Keymgmt } from '../vault/keymgmt.ts';
import type { Vault } from '../vault/vault.ts';
import { type Known, knownFrom } from './known.ts';
import { slowDown } from './pace.ts';
import { reportProgress } from './progress.ts';
import { type Outcome, schedule } from './schedule.ts';
import { locate, type Target } from './target.ts';

export interface ApplyOptions {
  /** How many steps may be under way at once. */
  readonly max_concurrency: number;
  readonly clock: Clock;
  readonly log: Log;
  /** When aborted, no further step is started. */
  readonly signal: AbortSignal;
}

export interface Applied extends Outcome {
  /** What is there now: what was read before, and what changed read back. */
  readonly known: Known;
}

/**
 * Carries a plan out. Stops at the first refusal; what was done stays done, and the next run continues there.
 * Errors of steps are in the outcome; nothing is thrown for them.
 *
 * @param plan without refusals, and confirmed where it takes something away
 */
export async function apply(
  vault: Vault,
  plan: Plan,
  desired: Desired,
  live: Live,
  { max_concurrency, clock, log, signal }: ApplyOptions,
): Promise<Applied> {
  const known = knownFrom(live);
  const limit = pLimit(max_concurrency);
  const onRetry = slowDown(limit, { clock, log });
  const progress = reportProgress(clock, log);
  const outcome = await schedule(
    plan.steps,
    async (step) => {
      const target = locate(desired, step.id);
      if (target === null) throw new Error(`${step.id} is in none of the declared mounts`);
      const started = clock.now().getTime();
      const engine = new Keymgmt(vault, target.mount, { onRetry });
      await carryOut[step.op]({ step, target, engine, known, clock, signal });
      log.info(
        `${doneWords[step.op]} ${step.id} (${((clock.now().getTime() - started) / 1000).toFixed(1)} s)`,
      );
    },
    { limit, signal, onProgress: progress.changed },
  );
  progress.stop();
  return { ...outcome, known };
}

interface Work {
  readonly step: Step;
  readonly target: Target;
  readonly engine: Keymgmt;
  readonly known: Known;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Milliseconds between two looks at whether a new version has reached the KMS. */
const arrivalPause = 1_000;

/** What a finished step is called in the log. */
const doneWords: Readonly<Record<Op, string>> = {
  enable_mount: 'enabled',
  create_key: 'created',
  update_key: 'updated',
  register_provider: 'registered',
  refresh_credentials: 'refreshed the credentials of',
  distribute: 'distributed',
  replicate: 'replicated',
  rotate: 'rotated',
  remove_distribution: 'removed from KMS:',
  delete_provider: 'deleted',
};

/** How each step is carried out, and what is known after it. */
const carryOut: Readonly<Record<Op, (work: Work) => Promise<void>>> = {
  enable_mount: ({ engine }) => engine.enable(),

  register_provider: writeProvider,
  refresh_credentials: writeProvider,
  delete_provider: ({ engine, target }) => engine.deleteProvider(target.kms!),

  async create_key({ step, target, engine, known }) {
    const { name, type, replica_regions } = target.declared!;
    await engine.createKey(name, type, replica_regions);
    const fresh = { name, type, deletion_allowed: false, latest_version: 1, min_enabled_version: 1 };
    known.keys.set(step.id, { ...fresh, replica_regions, versions: {} });
    await updateKey({ step, target, engine, known });
  },
  update_key: updateKey,

  async rotate({ step, target, engine, known, clock, signal }) {
    const from = Number(step.changes.find(({ field }) => field === 'latest_version')?.from);
    const { name, kms } = target.declared!;
    await engine.rotate(name, from);
    const key = await engine.key(name);
    if (key !== null) known.keys.set(step.id, key);
    if (kms === null || key === null) return;
    const arrived = async () => {
      const record = await engine.distribution(kms, name);
      if (record === null) return true;
      known.distributions.set(distributionId(target.mount, kms, name), record);
      return String(key.latest_version) in record.versions;
    };
    while (!(await arrived())) await clock.sleep(arrivalPause, signal);
  },

  async replicate({ target, engine }) {
    await engine.replicate(target.kms!, target.key!);
  },

  async distribute({ step, target, engine, known }) {
    const { name, purpose, protection } = target.declared!;
    const wanted = { purpose, protection };
    const refusal = await engine.distribute(target.kms!, name, wanted).then(() => null, only400);
    const record = await engine.distribution(target.kms!, name);
    if (refusal !== null && !isDistributed(record, wanted)) throw refusal;
    if (record !== null) known.distributions.set(step.id, record);
  },
  async remove_distribution({ step, target, engine, known }) {
    await engine.removeDistribution(target.kms!, target.key!);
    known.distributions.delete(step.id);
  },
};

/** Vault's refusal, for which there may be a good reason; any other failure stays one. */
function only400(error: unknown): VaultError {
  if (error instanceof VaultError && error.status === 400) return error;
  throw error;
}

/** A run that was cut off may have begun what Vault has finished since, and then refuses to do again. */
function isDistributed(
  record: LiveDistribution | null,
  { purpose, protection }: Pick<LiveDistribution, 'purpose' | 'protection'>,
): boolean {
  return record?.protection === protection && record.purpose.join() === purpose.join();
}

async function writeProvider({ target, engine }: Pick<Work, 'target' | 'engine'>): Promise<void> {
  const { name, provider, key_collection, credentials } = target.provider!;
  await engine.writeProvider(name, { provider, key_collection, credentials });
}

async function updateKey({
  step,
  target,
  engine,
  known,
}: Pick<Work, 'step' | 'target' | 'engine' | 'known'>) {
  const settings = Object.fromEntries(
    step.changes.filter(({ field }) => isSetting(field)).map(({ field, to }) => [field, to]),
  );
  if (Object.keys(settings).length === 0) return;
  await engine.updateKey(target.key!, settings);
  const before = known.keys.get(step.id);
  if (before !== undefined) known.keys.set(step.id, { ...before, ...settings });
}

/** The fields of a key that Vault takes in an update, and not at creation. */
function isSetting(field: string): boolean {
  return field === 'deletion_allowed' || field === 'min_enabled_version';
}
