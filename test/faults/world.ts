import { applyCommand } from '../../src/action/commands/apply-command.ts';
import type { CommandResult, Job } from '../../src/action/commands/job.ts';
import { systemClock } from '../../src/effects/clock.ts';
import { Secret } from '../../src/model/secret.ts';
import { connect } from '../../src/vault/http/connect.ts';
import type { Connection } from '../../src/vault/http/vault.ts';
import type { Emulator, LoggedRequest } from '../support/emulator.ts';
import { jobOn, silent } from '../support/job.ts';
import { keyName, manifestOf, type Script } from './scripts.ts';

/** What Vault has at one mount, with names that do not depend on the mount. */
export interface MountState {
  readonly keys: Readonly<Record<string, object>>;
  readonly providers: readonly string[];
  readonly distributions: Readonly<Record<string, object>>;
}

/** A run, and what it told and sent. */
export interface FaultedRun {
  readonly result: CommandResult;
  /** The run said before its first write that it changes something, or its result says so. */
  readonly changed: boolean;
  readonly requests: readonly LoggedRequest[];
}

/** Retries quickly, so that a fault that passes costs little. */
const limits = { tries: 3, first_delay: 5, longest_delay: 20, grace: 300 };

/** How long a connection waits, in milliseconds: generous, so that a busy machine is no fault of its own. */
const patient = { request_timeout: 15_000, timeout: 3_600_000 };

export function connectTo(emulator: Emulator, signal: AbortSignal, waits = patient): Connection {
  const settings = {
    url: new URL(emulator.vaultAddr),
    namespace: '',
    extra_headers: {},
    tls: { ca: null, cert: null, key: null, server_name: null, skip_verify: false },
    ...waits,
    max_concurrency: 4,
    user_agent: 'faults',
  };
  const connection = connect(settings, { clock: systemClock, log: silent, env: {}, signal }, limits);
  return connection.with({ token: new Secret(emulator.vaultToken) });
}

/** Runs a script once, and returns what it answered and sent. Never rejects. */
export async function runScript(
  emulator: Emulator,
  { declared, inputs, run }: Script,
  path: string,
  { vault, signal }: { readonly vault: Connection; readonly signal: AbortSignal },
): Promise<FaultedRun> {
  let announced = false;
  await emulator.clearRequests();
  const base = jobOn(emulator, vault, manifestOf(declared, path), inputs(path));
  const onFirstWrite = () => {
    announced = true;
  };
  const job: Job = {
    ...base,
    max_concurrency: 4,
    effects: { ...base.effects, signal, onFirstWrite },
  };
  const result = await run(job).catch((error: unknown) => ({ error: error as Error }) as CommandResult);
  return { result, changed: announced || result.changed === true, requests: await emulator.requests() };
}

/** Puts what the script starts from into Vault. */
export async function prepare(emulator: Emulator, { before }: Script, path: string): Promise<void> {
  if (before === null) return;
  const vault = connectTo(emulator, new AbortController().signal);
  const { error } = await applyCommand(
    jobOn(emulator, vault, manifestOf({ ...before, create_mount: true }, path)),
  );
  await vault.close();
  if (error !== undefined) throw error;
}

export async function stateOf(emulator: Emulator, path: string): Promise<MountState> {
  const read = async (at: string) => (await emulator.vault('GET', `${path}/${at}`)).body?.data ?? {};
  const list = async (at: string): Promise<string[]> =>
    (await emulator.vault('LIST', `${path}/${at}`)).body?.data?.keys ?? [];
  const plain = (name: string) => name.replace(keyName(path, ''), '');
  const keys = await Promise.all(
    (await list('key')).map(async (name) => {
      const { type, deletion_allowed, latest_version, min_enabled_version } = await read(`key/${name}`);
      return [plain(name), { type, deletion_allowed, latest_version, min_enabled_version }] as const;
    }),
  );
  const providers = await list('kms');
  const distributions = await Promise.all(
    (await list('kms/aws/key')).map(async (name) => {
      const { purpose, protection, versions } = await read(`kms/aws/key/${name}`);
      const ids = Object.values(versions as Record<string, string>);
      const one = { purpose, protection, versions: Object.keys(versions), kms_keys: new Set(ids).size };
      return [plain(name), one] as const;
    }),
  );
  return {
    keys: Object.fromEntries(keys.sort()),
    providers,
    distributions: Object.fromEntries(distributions.sort()),
  };
}

/** How often AWS did something for Vault. */
export function answered(requests: readonly LoggedRequest[], operation: string): number {
  return requests.filter((one) => one.operation === operation && wasExecuted(one)).length;
}

/** Whether a write on the mount had an effect, whatever its client was answered. */
export function wroteTo(path: string, requests: readonly LoggedRequest[]): boolean {
  return requests.some(
    (one) =>
      one.port === 'vault' &&
      /PUT|POST|DELETE/.test(one.method) &&
      new RegExp(`^/v1/(sys/mounts/)?${path}(/|$)`).test(one.path) &&
      wasExecuted(one),
  );
}

function wasExecuted({ status, fault = '' }: LoggedRequest): boolean {
  if (fault.startsWith('status') || fault === 'drop before') return false;
  return fault === 'drop after' || status === null || status < 300;
}
