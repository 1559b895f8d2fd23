import { isDeepStrictEqual } from 'node:util';
import { catalogue } from '../../src/model/codes/catalogue.ts';
import { RunError } from '../../src/model/errors.ts';
import type { Connection } from '../../src/vault/http/vault.ts';
import type { Emulator, LoggedRequest } from '../support/emulator.ts';
import { awsFaults, type FaultKind, vaultFaults } from './fault-kinds.ts';
import { type Script, scripts } from './scripts.ts';
import {
  answered,
  connectTo,
  type FaultedRun,
  type MountState,
  prepare,
  runScript,
  stateOf,
  wroteTo,
} from './world.ts';

/** A request of a script: the `skip`-th of those that match. */
interface Target {
  readonly side: 'vault' | 'aws';
  readonly method: string;
  /** With `MOUNT` for the mount's path. */
  readonly path: string;
  readonly operation: string | null;
  readonly skip: number;
}

export interface Scenario {
  readonly script: Script;
  readonly target: Target;
  readonly kind: FaultKind;
}

/** What a script does without a fault: the outcome that each scenario has to end with. */
interface Reference {
  readonly state: MountState;
  readonly created: number;
  readonly scheduled: number;
  readonly targets: readonly Target[];
}

/** Changes the connection of a run: the product with a part left out. */
export type Mutation = (vault: Connection) => Connection;

/**
 * For a fault that leaves a request without a whole answer, in milliseconds. Without any answer the run waits until its
 * `timeout` for what Vault may continue.
 */
const impatient = { request_timeout: 400, timeout: 10_000 };

export class Campaign {
  readonly #emulator: Emulator;
  readonly #references = new Map<Script, Reference>();
  #mounts = 0;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** Every scenario: scripts × requests × kinds. */
  async scenarios(): Promise<Scenario[]> {
    for (const script of scripts) {
      if (!this.#references.has(script)) this.#references.set(script, await this.#reference(script));
    }
    return scripts.flatMap((script) =>
      this.#references
        .get(script)!
        .targets.flatMap((target) => kindsOf(target).map((kind) => ({ script, target, kind }))),
    );
  }

  /** Runs a scenario under its fault, then without; returns every invariant that does not hold. */
  async violations(
    { script, target, kind }: Scenario,
    mutate: Mutation = (vault) => vault,
  ): Promise<string[]> {
    const path = `f${++this.#mounts}`;
    await this.#emulator.clearFaults();
    await prepare(this.#emulator, script, path);
    const faulted = await this.#runUnder(script, path, target, kind, mutate);
    await this.#emulator.clearFaults();
    if (kind === 'time-out' || kind === 'cancel' || kind === 'kill') await this.#settled(path);
    const ended = { ...faulted, requests: await this.#emulator.requests() };
    const between = await stateOf(this.#emulator, path);
    const free = new AbortController().signal;
    const vault = connectTo(this.#emulator, free);
    const again = await runScript(this.#emulator, script, path, { vault, signal: free });
    await vault.close();
    const after = await stateOf(this.#emulator, path);
    const reference = this.#references.get(script)!;
    return [
      ...convergence(again, after, reference),
      ...(kind === 'kill' ? [] : truth(ended, between, path, reference)),
      ...(target.side === 'aws' ? [] : economy([ended, again], reference)),
    ];
  }

  async #reference(script: Script): Promise<Reference> {
    const path = `f${++this.#mounts}`;
    await prepare(this.#emulator, script, path);
    const { signal } = new AbortController();
    const vault = connectTo(this.#emulator, signal);
    const { result, requests } = await runScript(this.#emulator, script, path, { vault, signal });
    await vault.close();
    if (result.error !== undefined) throw result.error;
    return {
      state: await stateOf(this.#emulator, path),
      created: answered(requests, 'CreateKey'),
      scheduled: answered(requests, 'ScheduleKeyDeletion'),
      targets: targetsIn(requests, path),
    };
  }

  async #runUnder(script: Script, path: string, target: Target, kind: FaultKind, mutate: Mutation) {
    const run = new AbortController();
    const match = matchOf(target, path);
    const fault = target.side === 'aws' ? awsFaults[kind] : vaultFaults[kind as keyof typeof vaultFaults];
    // A run that is cancelled or killed meets its end while the request is under way.
    const held = { delay_ms: 60 };
    await this.#emulator.setFaults({ match, times: 1, skip: target.skip, fault: fault ?? held });
    const isSilent = kind === 'time-out' || kind === 'cut-off body';
    const vault = mutate(connectTo(this.#emulator, run.signal, isSilent ? impatient : undefined));
    const going = runScript(this.#emulator, script, path, {
      vault: kind === 'kill' ? killable(vault, run.signal) : vault,
      signal: run.signal,
    });
    if (fault === undefined) await this.#whenReached(going, () => run.abort());
    const faulted = await going;
    await vault.close();
    return faulted;
  }

  /** Calls back once the request with the fault is under way. */
  async #whenReached(going: Promise<unknown>, then: () => void): Promise<void> {
    let over = false;
    going.finally(() => (over = true)).catch(() => {});
    while (!over) {
      if ((await this.#emulator.requests()).some(({ fault }) => fault !== undefined)) break;
    }
    then();
  }

  /** Waits until nothing that the run began goes on in Vault. */
  async #settled(path: string): Promise<void> {
    const pending = ({ port, path: at, status, fault }: LoggedRequest) =>
      port === 'vault' && at.includes(path) && status === null && !fault?.startsWith('drop');
    while ((await this.#emulator.requests()).some(pending)) await new Promise((done) => setTimeout(done, 10));
  }
}

function kindsOf({ side }: Target): FaultKind[] {
  return side === 'aws'
    ? (Object.keys(awsFaults) as FaultKind[])
    : [...(Object.keys(vaultFaults) as FaultKind[]), 'cancel', 'kill'];
}

/** Each request once, told apart by how many like it came before. */
function targetsIn(requests: readonly LoggedRequest[], path: string): Target[] {
  const seen = new Map<string, number>();
  return requests.map(({ port, method, path: at, operation = null }) => {
    const target = { side: port, method, path: at.replaceAll(path, 'MOUNT'), operation };
    const id = operation ?? `${method} ${target.path}`;
    const skip = seen.get(id) ?? 0;
    seen.set(id, skip + 1);
    return { ...target, skip };
  });
}

function matchOf({ side, method, path: at, operation }: Target, path: string) {
  return side === 'aws' ? { operation: operation! } : { method, path: `^${at.replaceAll('MOUNT', path)}$` };
}

/** A connection whose run is killed: what was sent goes on in Vault, and nothing is sent or heard any more. */
export function killable(vault: Connection, signal: AbortSignal): Connection {
  const unlessKilled =
    <A extends unknown[], T>(send: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      if (signal.aborted) throw new Error('killed');
      const killed = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(new Error('killed')), { once: true }),
      );
      return Promise.race([send(...args), killed]);
    };
  return {
    ...vault,
    get: unlessKilled(vault.get),
    list: unlessKilled(vault.list),
    put: unlessKilled(vault.put),
    delete: unlessKilled(vault.delete),
    with: (change) => killable(vault.with(change), signal),
  };
}

/** The run after the fault ends as if there had been none. */
function convergence({ result }: FaultedRun, state: MountState, reference: Reference): string[] {
  return [
    ...(result.error === undefined ? [] : [`the next run fails: ${result.error.message}`]),
    ...(isDeepStrictEqual(state, reference.state)
      ? []
      : [`ends as ${JSON.stringify(state)}, not ${JSON.stringify(reference.state)}`]),
  ];
}

const codes = new Set(Object.values(catalogue).flatMap((table) => Object.keys(table)));

/** What the run says of itself is so: error, changed, and the steps that are done. */
function truth(
  { result, changed, requests }: FaultedRun,
  state: MountState,
  path: string,
  reference: Reference,
): string[] {
  const { error, applied } = result;
  const untrue = (applied?.done ?? []).filter(({ op, id }) => !isDone(op, id, state, path));
  const named = error instanceof RunError && codes.has(error.code) && error.message !== '';
  return [
    ...(error === undefined && !isDeepStrictEqual(state, reference.state) ? ['says success too early'] : []),
    ...(error === undefined || named ? [] : [`fails without a code: ${error.stack}`]),
    ...(wroteTo(path, requests) && !changed ? ['wrote, and says that nothing changed'] : []),
    ...untrue.map(({ op, id }) => `says that ${op} ${id} is done`),
  ];
}

function isDone(
  op: string,
  id: string,
  { keys, providers, distributions }: MountState,
  path: string,
): boolean {
  const name = id.split('/').at(-1)!.replace(`${path}-`, '');
  if (op === 'create_key' || op === 'update_key') return name in keys;
  if (op === 'register_provider') return providers.includes(name);
  if (op === 'distribute') return name in distributions;
  if (op === 'rotate') return (keys[name] as { latest_version?: number } | undefined)?.latest_version === 2;
  if (op === 'remove_distribution') return !(name in distributions);
  if (op === 'delete_provider') return !providers.includes(name);
  return true;
}

/** One KMS key per version, and no deletion but the planned ones. */
function economy(runs: readonly FaultedRun[], { created, scheduled }: Reference): string[] {
  const requests = runs.flatMap((run) => run.requests);
  const made = answered(requests, 'CreateKey');
  const deleted = answered(requests, 'ScheduleKeyDeletion');
  return [
    ...(made === created ? [] : [`${made} KMS keys were created, not ${created}`]),
    ...(deleted === scheduled ? [] : [`${deleted} KMS keys were scheduled for deletion, not ${scheduled}`]),
  ];
}
