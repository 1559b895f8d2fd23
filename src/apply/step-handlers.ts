import type { ErrorCode } from '../model/codes/catalogue.ts';
import type { Clock, Log } from '../model/effects.ts';
import { RunError } from '../model/errors.ts';
import { distributionId } from '../model/id.ts';
import type { LiveDistribution } from '../model/live.ts';
import type { Op, Step, Value } from '../model/plan.ts';
import type { VaultState } from '../observe/vault-state.ts';
import type { StepTarget } from '../plan/step-target.ts';
import { VaultError } from '../vault/http/vault-error.ts';
import type { Keymgmt } from '../vault/keymgmt/keymgmt.ts';
import type { KeyRecord } from '../vault/keymgmt/records.ts';

/** One step, and what its handler needs. */
export interface StepContext {
  readonly step: Step;
  readonly target: StepTarget;
  readonly engine: Keymgmt;
  readonly state: VaultState;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Whether AWS has each replica of a distributed key; `false` where it could not be read. */
  readonly hasReplicas: (target: StepTarget, record: LiveDistribution) => Promise<boolean>;
  /** Lets the steps that depend on this one start, and resolves when they have written. */
  readonly letDependentsWrite: () => Promise<void>;
}

/** Milliseconds between two reads of whether a key or its new version has reached KMS. */
const arrivalPause = 1_000;
/** Reads of a distribution that Vault accepted; whether Vault waits for AWS before it answers is not documented. */
const distributionReads = 5;

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

  async register_provider({ target, engine }) {
    const { name, provider, key_collection, credentials } = target.provider!;
    const settings = { provider, key_collection, credentials };
    await engine.writeProvider(name, settings).catch(async (error: unknown) => {
      if (!isRejection(error)) throw error;
      const existing = await engine.provider(name);
      if (existing?.provider !== provider || existing.key_collection !== key_collection) throw error;
      await engine.writeProvider(name, settings);
    });
  },

  async refresh_credentials({ target, engine }) {
    const { name, provider, key_collection, credentials } = target.provider!;
    await engine.writeProvider(name, { provider, key_collection, credentials });
  },

  delete_provider: ({ engine, target }) => engine.deleteProvider(target.kms!),

  async create_key(work) {
    const { name, type, replica_regions } = work.target.declared!;
    await work.engine.createKey(name, type, replica_regions);
    const fresh = { name, type, deletion_allowed: false, latest_version: 1, min_enabled_version: 1 };
    const creation_time = work.clock.now().toISOString();
    const versions = { 1: { creation_time, public_key: null } };
    work.state.keys.set(work.step.id, { ...fresh, replica_regions, versions });
    if (settingsOf(work.step) === null) return;
    // A new key may be distributed before its settings are written; two writes to one key never overlap.
    await work.letDependentsWrite();
    await updateKey(work);
  },

  update_key: updateKey,

  distribute,

  replicate: ({ step, target, engine, state, hasReplicas }) =>
    engine.replicate(target.kms!, target.key!, async () => {
      const record = state.distributions.get(step.id);
      return record !== undefined && hasReplicas(target, record);
    }),

  rotate,

  async remove_distribution({ step, target, engine, state }) {
    await engine.removeDistribution(target.kms!, target.key!);
    forget(state, step.id);
  },
};

/** A distribution that Vault no longer has. */
function forget({ distributions, distributed }: VaultState, id: string): void {
  distributions.delete(id);
  distributed.delete(id);
}

/** Distributes a key and reads its distribution back, which also finds what an interrupted or concurrent run did. */
async function distribute(work: StepContext): Promise<void> {
  const { step, target, engine, state, signal } = work;
  const { name, purpose, protection } = target.declared!;
  await engine.distribute(target.kms!, name, { purpose, protection });
  await unlessAborted(signal, async () => {
    const record = await readDistribution(work, target.kms!, name);
    if (record === null) throw notReadBack(step.id, 'Vault has no distribution of the key');
    if (record.purpose.join() !== purpose.join() || record.protection !== protection) {
      const found = `purpose ${record.purpose.join(', ')} and protection ${record.protection}`;
      throw notReadBack(step.id, `Vault has a distribution with ${found}`);
    }
    state.distributions.set(step.id, record);
    state.distributed.add(step.id);
  });
}

async function readDistribution(
  work: StepContext,
  kms: string,
  name: string,
): Promise<LiveDistribution | null> {
  for (let reads = 1; ; reads++) {
    const record = await work.engine.distribution(kms, name);
    if (record !== null || reads === distributionReads) return record;
    await awaitArrival(work, reads, `${work.step.id} was`);
  }
}

/** Waits before the next read, and says once that Vault's answer came too early to prove anything. */
async function awaitArrival({ clock, log, signal }: StepContext, reads: number, what: string): Promise<void> {
  if (reads === 1) {
    log.warning(
      `Vault answered before ${what} in KMS, so its answer does not show whether AWS accepts it. Run verify.`,
    );
  }
  await clock.sleep(arrivalPause, signal);
}

/** Rotates a key, and waits until its new version is in KMS. */
async function rotate(work: StepContext): Promise<void> {
  const { step, target, engine, state, signal } = work;
  const from = Number(step.changes.find(({ field }) => field === 'latest_version')?.from);
  const { name, kms } = target.declared!;
  assertNotRotated(step.id, from, await engine.key(name));
  await engine.rotate(name, from);
  await unlessAborted(signal, async () => {
    const key = await engine.key(name);
    if (key === null || key.latest_version <= from) {
      throw notReadBack(step.id, key === null ? 'the key is gone' : `the latest version is still ${from}`);
    }
    state.keys.set(step.id, key);
    if (kms === null) return;
    const id = distributionId(target.mount, kms, name);
    if (!state.distributed.has(id)) return;
    for (let reads = 1; ; reads++) {
      const record = await engine.distribution(kms, name);
      if (record === null) {
        forget(state, id);
        throw notReadBack(step.id, `${id} is gone`);
      }
      state.distributions.set(id, record);
      if (String(key.latest_version) in record.versions) return;
      await awaitArrival(work, reads, `version ${key.latest_version} of ${id} was`);
    }
  });
}

/** Vault's API has no compare-and-set: reading just before the write leaves two runs the shortest time to double it. */
function assertNotRotated(id: string, from: number, key: KeyRecord | null): void {
  if (key === null || key.latest_version === from) return;
  throw new RunError(
    'rotated_meanwhile',
    `${id}: the plan rotates version ${from}, and the latest version is ${key.latest_version} by now: another run rotated the key. This run did not.`,
    'Let one run write at a time (a `concurrency` group, as in docs/workflows/rotate.yaml), and name the version in rotate_keys, as in payments-db@2.',
  );
}

/** Reads back what a write did. When the run is aborted meanwhile, the write still counts as done. */
async function unlessAborted(signal: AbortSignal, readBack: () => Promise<void>): Promise<void> {
  await readBack().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

function notReadBack(id: string, found: string): RunError {
  return new RunError(
    'not_read_back',
    `${id}: Vault accepted the write, and reading it back shows otherwise: ${found}.`,
    "Check Vault's audit log for another client that changes this key, then run again.",
  );
}

function isRejection(error: unknown): boolean {
  return error instanceof VaultError && error.code === 'request_rejected';
}

async function updateKey({ step, target, engine, state }: StepContext): Promise<void> {
  const settings = settingsOf(step);
  if (settings === null) return;
  await engine.updateKey(target.key!, settings);
  const before = state.keys.get(step.id);
  if (before !== undefined) state.keys.set(step.id, { ...before, ...settings });
}

function settingsOf({ changes }: Step): Record<string, Value> | null {
  const settings = changes.filter(({ field }) => isSetting(field)).map(({ field, to }) => [field, to]);
  return settings.length === 0 ? null : Object.fromEntries(settings);
}

/** The fields of a key that Vault accepts in an update, and not at creation. */
function isSetting(field: string): boolean {
  return field === 'deletion_allowed' || field === 'min_enabled_version';
}
