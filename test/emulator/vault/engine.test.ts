import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Effect, nextEffect, type Result, record } from '../../../emulator/vault/keymgmt/effect.ts';
import { type EngineRequest, finish, handle } from '../../../emulator/vault/keymgmt/engine.ts';
import {
  emptyState,
  entryOf,
  providerOf,
  type State,
  withEntry,
} from '../../../emulator/vault/keymgmt/state.ts';

/** What is in a KMS, by the ids of its keys: the model that the engine's effects are played on. */
interface ModelKey {
  readonly name: string;
  readonly version: number;
  readonly regions: Map<string, 'PendingImport' | 'Enabled' | 'Disabled' | 'PendingDeletion'>;
}

class ModelKms {
  readonly keys = new Map<string, ModelKey>();
  readonly aliases = new Map<string, string>();

  /** Refuses what KMS would refuse, by an exception that no test expects. */
  perform(effect: Effect, home: string): Result {
    switch (effect.kind) {
      case 'generate':
        return {
          material: { creation_time: '', bytes: new Uint8Array(32), public_key: null },
        };
      case 'create_key': {
        const key_id = `id-${this.keys.size}`;
        this.keys.set(key_id, {
          name: effect.key,
          version: effect.version,
          regions: new Map([[home, 'PendingImport']]),
        });
        return { key_id };
      }
      case 'replicate_key':
        this.#move(effect, undefined, 'PendingImport');
        break;
      case 'import_key_material':
        this.#move(effect, 'PendingImport', 'Enabled');
        break;
      case 'disable_key':
        this.#move(effect, 'Enabled', 'Disabled');
        break;
      case 'enable_key':
        this.#move(effect, 'Disabled', 'Enabled');
        break;
      case 'schedule_key_deletion':
        this.keys.get(effect.key_id)!.regions.set(effect.region, 'PendingDeletion');
        break;
      case 'create_alias':
        if (this.aliases.has(effect.alias)) throw new Error(`${effect.alias} is there already`);
        this.aliases.set(effect.alias, effect.key_id);
        break;
      case 'update_alias':
        if (!this.aliases.has(effect.alias)) throw new Error(`${effect.alias} is not there`);
        this.aliases.set(effect.alias, effect.key_id);
        break;
      case 'delete_alias':
        this.aliases.delete(effect.alias);
        break;
    }
    return {};
  }

  #move(
    { key_id, region }: { key_id: string; region: string },
    from: string | undefined,
    to: 'PendingImport' | 'Enabled' | 'Disabled',
  ): void {
    const { regions } = this.keys.get(key_id)!;
    if (regions.get(region) !== from)
      throw new Error(`${key_id} in ${region} is ${regions.get(region)}, not ${from}`);
    regions.set(region, to);
  }

  living(name: string): [id: string, key: ModelKey][] {
    return [...this.keys].filter(
      ([, key]) =>
        key.name === name && [...key.regions.values()].some((state) => state !== 'PendingDeletion'),
    );
  }
}

const now = new Date('2026-11-24T00:00:00Z');

interface Played {
  readonly state: State;
  readonly status: number;
  /** The key that was worked on; `null` when nothing had to be done. */
  readonly key: string | null;
}

/** Executes a request; effects after the first `budget` fail. */
function play(state: State, kms: ModelKms, request: EngineRequest, budget: number): Played {
  const { response, state: begun, work } = handle(state, request, now, { asymmetric: false });
  if (work === null) return { state: begun, status: response.status, key: null };
  let current = begun;
  const home = work.kms === null ? '' : providerOf(current, work.kms)!.key_collection;
  for (let left = budget; ; left--) {
    const entry = entryOf(current, work.key)!;
    const effect = nextEffect(entry, work.target, home);
    if (effect === null) return { state: finish(current, work), status: response.status, key: work.key };
    if (left === 0 && effect.kind !== 'generate') return { state: current, status: 500, key: work.key };
    current = withEntry(current, work.key, record(entry, effect, kms.perform(effect, home), home));
  }
}

const provider = { provider: 'awskms', key_collection: 'us-west-2' };
const key = fc.constantFrom('local', 'global');
const kms = fc.constantFrom('aws', 'aws', 'aws', 'aws', 'other');
const weighted = (weight: number, arbitrary: fc.Arbitrary<EngineRequest>) => ({ weight, arbitrary });
const request: fc.Arbitrary<EngineRequest> = fc.oneof(
  weighted(
    4,
    fc.record({ op: fc.constant('distribute'), kms, key, body: fc.constant({ purpose: 'encrypt,decrypt' }) }),
  ),
  weighted(4, fc.record({ op: fc.constant('rotate_key'), key })),
  weighted(3, fc.record({ op: fc.constant('replicate'), kms, key })),
  weighted(
    3,
    fc.record({
      op: fc.constant('write_key'),
      key,
      body: fc.record(
        { min_enabled_version: fc.nat(3), deletion_allowed: fc.boolean() },
        { requiredKeys: [] },
      ),
    }),
  ),
  weighted(2, fc.record({ op: fc.constant('remove_distribution'), kms, key })),
  weighted(1, fc.record({ op: fc.constant('delete_key'), key })),
  weighted(1, fc.record({ op: fc.constant('write_key'), key, body: fc.constant({ type: 'aes256-gcm96' }) })),
  weighted(1, fc.record({ op: fc.constant('delete_kms'), kms })),
  weighted(1, fc.record({ op: fc.constant('write_kms'), kms, body: fc.constant(provider) })),
);
const step = fc.record({ request, budget: fc.oneof(fc.nat(8), fc.constant(1000)), repeats: fc.boolean() });

/** What has to be true between any two requests. */
function check(state: State, model: ModelKms): void {
  for (const [name, entry] of Object.entries(state.keys)) {
    const living = model.living(name);
    const versions = living.map(([, held]) => held.version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(living.map(([id]) => id).sort()).toEqual(
      Object.values(entry.copy?.versions ?? {})
        .map(({ key_id }) => key_id)
        .sort(),
    );
    if (entry.copy !== null) expect(providerOf(state, entry.copy.kms)).toBeDefined();
    if (entry.distribution !== null) expect(entry.copy?.kms).toBe(entry.distribution.kms);
  }
}

/** What has to be true of a key whose last write has succeeded. */
function checkSettled(state: State, model: ModelKms, name: string): void {
  const entry = entryOf(state, name);
  if (!entry?.key || !entry.distribution) {
    if (entry?.copy) return;
    expect(model.living(name)).toEqual([]);
    return;
  }
  const { key: settled, copy, distribution } = entry;
  expect(model.aliases.get(`alias/hashicorp/${copy!.name}`)).toBe(
    copy!.versions[settled.latest_version]!.key_id,
  );
  for (let version = 1; version <= settled.latest_version; version++) {
    const states = [...model.keys.get(copy!.versions[version]!.key_id)!.regions.values()];
    const imported = states.filter((one) => one !== 'PendingImport');
    expect(new Set(imported)).toEqual(
      new Set([version >= settled.min_enabled_version ? 'Enabled' : 'Disabled']),
    );
    if (distribution.replicated) expect(imported).toHaveLength(1 + settled.replica_regions.length);
  }
}

const beginning: readonly EngineRequest[] = [
  { op: 'write_kms', kms: 'aws', body: provider },
  { op: 'write_kms', kms: 'other', body: provider },
  { op: 'write_key', key: 'local', body: { type: 'aes256-gcm96' } },
  { op: 'write_key', key: 'global', body: { type: 'aes256-gcm96', replica_regions: 'eu-west-1,us-east-1' } },
];

test('whatever fails, a version has one KMS key, and a success is complete', () => {
  const seen = { settled: 0, failed: 0 };
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 30 }), (steps) => {
      const model = new ModelKms();
      let state = emptyState;
      for (const begun of beginning) state = play(state, model, begun, 0).state;
      for (const { request: asked, budget, repeats } of steps) {
        const played = play(state, model, asked, budget);
        state = played.state;
        check(state, model);
        if (played.status === 500) {
          seen.failed++;
          if (!repeats) continue;
          const repeated = play(state, model, asked, 1000);
          expect(repeated.status).toBe(204);
          state = repeated.state;
          check(state, model);
        }
        if (played.key !== null) {
          seen.settled++;
          checkSettled(state, model, played.key);
        }
      }
    }),
    { numRuns: 200, seed: 42 },
  );
  expect(seen.failed).toBeGreaterThan(150);
  expect(seen.settled).toBeGreaterThan(800);
});
