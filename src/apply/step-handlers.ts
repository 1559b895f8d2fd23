import type { ErrorCode } from '../model/codes/catalogue.ts';
import type { Clock } from '../model/effects.ts';
import { distributionId } from '../model/id.ts';
import type { LiveDistribution } from '../model/live.ts';
import type { Op, Step } from '../model/plan.ts';
import type { VaultState } from '../observe/vault-state.ts';
import type { StepTarget } from '../plan/step-target.ts';
import { VaultError } from '../vault/http/vault-error.ts';
import type { Keymgmt } from '../vault/keymgmt/keymgmt.ts';

/** One step, and what its handler needs. */
export interface StepContext {
  readonly step: Step;
  readonly target: StepTarget;
  readonly engine: Keymgmt;
  readonly state: VaultState;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Milliseconds between two reads of whether a new version has reached KMS. */
const arrivalPause = 1_000;

/** What a step's failure is called when Vault rejected its write. */
export const rejectionCodes: Readonly<Record<Op, ErrorCode>> = {
  enable_mount: 'mount_rejected',
  create_key: 'key_rejected',
  update_key: 'key_rejected',
  register_provider: 'provider_rejected',
  refresh_credentials: 'provider_rejected',
  distribute: 'distribution_rejected',
  replicate: 'replication_rejected',
  rotate: 'rotation_rejected',
  remove_distribution: 'removal_rejected',
  delete_provider: 'deletion_rejected',
};

/** How each step is executed, and how it changes the observed state. */
export const stepHandlers: Readonly<Record<Op, (work: StepContext) => Promise<void>>> = {
  enable_mount: ({ engine }) => engine.enable(),

  register_provider: writeProvider,
  refresh_credentials: writeProvider,
  delete_provider: ({ engine, target }) => engine.deleteProvider(target.kms!),

  async create_key({ step, target, engine, state }) {
    const { name, type, replica_regions } = target.declared!;
    await engine.createKey(name, type, replica_regions);
    const fresh = { name, type, deletion_allowed: false, latest_version: 1, min_enabled_version: 1 };
    state.keys.set(step.id, { ...fresh, replica_regions, versions: {} });
    await updateKey({ step, target, engine, state });
  },
  update_key: updateKey,

  async rotate({ step, target, engine, state, clock, signal }) {
    const from = Number(step.changes.find(({ field }) => field === 'latest_version')?.from);
    const { name, kms } = target.declared!;
    await engine.rotate(name, from);
    await unlessAborted(signal, async () => {
      const key = await engine.key(name);
      if (key !== null) state.keys.set(step.id, key);
      if (kms === null || key === null) return;
      const arrived = async () => {
        const record = await engine.distribution(kms, name);
        if (record === null) return true;
        state.distributions.set(distributionId(target.mount, kms, name), record);
        return String(key.latest_version) in record.versions;
      };
      while (!(await arrived())) await clock.sleep(arrivalPause, signal);
    });
  },

  async replicate({ target, engine }) {
    await engine.replicate(target.kms!, target.key!);
  },

  async distribute({ step, target, engine, state, signal }) {
    const { name, purpose, protection } = target.declared!;
    const wanted = { purpose, protection };
    const rejection = await engine.distribute(target.kms!, name, wanted).then(() => null, only400);
    const readBack = async () => {
      const record = await engine.distribution(target.kms!, name);
      if (rejection !== null && !isDistributed(record, wanted)) throw rejection;
      if (record !== null) state.distributions.set(step.id, record);
    };
    await (rejection === null ? unlessAborted(signal, readBack) : readBack());
  },
  async remove_distribution({ step, target, engine, state }) {
    await engine.removeDistribution(target.kms!, target.key!);
    state.distributions.delete(step.id);
    state.distributed.delete(step.id);
  },
};

/** Reads back what a write did. When the run is aborted meanwhile, the write still counts as done. */
async function unlessAborted(signal: AbortSignal, readBack: () => Promise<void>): Promise<void> {
  await readBack().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** Vault's rejection, which a read may explain; any other failure is thrown. */
function only400(error: unknown): VaultError {
  if (error instanceof VaultError && error.status === 400) return error;
  throw error;
}

/** Vault may have finished a distribution that an interrupted run began, and then rejects a second one. */
function isDistributed(
  record: LiveDistribution | null,
  { purpose, protection }: Pick<LiveDistribution, 'purpose' | 'protection'>,
): boolean {
  return record?.protection === protection && record.purpose.join() === purpose.join();
}

async function writeProvider({ target, engine }: Pick<StepContext, 'target' | 'engine'>): Promise<void> {
  const { name, provider, key_collection, credentials } = target.provider!;
  await engine.writeProvider(name, { provider, key_collection, credentials });
}

async function updateKey({
  step,
  target,
  engine,
  state,
}: Pick<StepContext, 'step' | 'target' | 'engine' | 'state'>) {
  const settings = Object.fromEntries(
    step.changes.filter(({ field }) => isSetting(field)).map(({ field, to }) => [field, to]),
  );
  if (Object.keys(settings).length === 0) return;
  await engine.updateKey(target.key!, settings);
  const before = state.keys.get(step.id);
  if (before !== undefined) state.keys.set(step.id, { ...before, ...settings });
}

/** The fields of a key that Vault accepts in an update, and not at creation. */
function isSetting(field: string): boolean {
  return field === 'deletion_allowed' || field === 'min_enabled_version';
}
