import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FaultRule } from '../../emulator/faults.ts';
import type { LoggedRequest } from '../../emulator/request-log.ts';

export type { LoggedRequest };

/** A fault as `POST /_emulator/faults` takes it: what has a default may be left out. */
export type FaultRequest = Partial<Omit<FaultRule, 'fault'>> & {
  readonly fault:
    | {
        readonly status: number;
        readonly body?: unknown;
        readonly headers?: Readonly<Record<string, string>>;
      }
    | { readonly drop: 'before' | 'after' }
    | { readonly delay_ms: number };
};

/** A running emulator: the built bundle, in a process of its own. */
export interface Emulator {
  readonly vaultAddr: string;
  readonly vaultToken: string;
  readonly awsEndpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** What a request to Vault answers; a body makes it a PUT. The root token goes with it, unless another does. */
  vault(method: string, path: string, options?: VaultRequest): Promise<VaultAnswer>;
  /** The requests to Vault and to AWS so far. */
  requests(): Promise<LoggedRequest[]>;
  clearRequests(): Promise<void>;
  setFaults(...faults: FaultRequest[]): Promise<void>;
  clearFaults(): Promise<void>;
  /** Everything that the process has written so far. */
  output(): { readonly stdout: string; readonly stderr: string };
  /** Ends it; resolves with its exit code. */
  stop(): Promise<number | null>;
}

export interface VaultRequest {
  readonly body?: unknown;
  readonly token?: string | null;
  readonly namespace?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface VaultAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body; `null` when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: each endpoint answers something else
  readonly body: any;
}

export interface EmulatorSettings {
  /** The content of the `--config` file. */
  readonly config?: unknown;
  readonly args?: readonly string[];
  /** Beside `PATH` the only variables that the process has. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the built bundle (`npm run build`) on free ports, and waits until it is ready. */
export async function startEmulator({
  config,
  args = [],
  env = {},
}: EmulatorSettings = {}): Promise<Emulator> {
  const folder = config === undefined ? null : await mkdtemp(join(tmpdir(), 'emulator-'));
  const configArgs = folder === null ? [] : ['--config', join(folder, 'config.json')];
  if (folder !== null) await writeFile(configArgs[1]!, JSON.stringify(config));

  const child = spawn(process.execPath, ['dist/emulator.cjs', ...configArgs, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()));
  const ready = JSON.parse(await firstLine(child, written));
  child.stdout.resume();
  if (folder !== null) await rm(folder, { recursive: true });

  const control = async (method: string, what: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${ready.AWS_ENDPOINT_URL}/_emulator/${what}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`${method} /_emulator/${what}: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    vaultAddr: ready.VAULT_ADDR,
    vaultToken: ready.VAULT_TOKEN,
    awsEndpoint: ready.AWS_ENDPOINT_URL,
    accessKeyId: ready.AWS_ACCESS_KEY_ID,
    secretAccessKey: ready.AWS_SECRET_ACCESS_KEY,
    vault: (method, path, options = {}) =>
      ask(ready.VAULT_ADDR, method, path, { token: ready.VAULT_TOKEN, ...options }),
    requests: async () => (await control('GET', 'requests')).json() as Promise<LoggedRequest[]>,
    clearRequests: async () => void (await control('DELETE', 'requests')),
    setFaults: async (...faults) => void (await control('POST', 'faults', faults)),
    clearFaults: async () => void (await control('DELETE', 'faults')),
    output: () => ({ ...written }),
    stop: () => stop(child),
  };
}

async function firstLine(child: ChildProcess, written: { readonly stderr: string }): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) return line;
  throw new Error(`the emulator ended before it was ready: ${written.stderr}`);
}

async function ask(
  address: string,
  method: string,
  path: string,
  request: VaultRequest,
): Promise<VaultAnswer> {
  const { body, token, namespace, headers = {} } = request;
  const list = method === 'LIST';
  const response = await fetch(`${address}/v1/${path}${list ? '?list=true' : ''}`, {
    method: list ? 'GET' : method,
    headers: {
      ...(token ? { 'x-vault-token': token } : {}),
      ...(namespace ? { 'x-vault-namespace': namespace } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  return child.exitCode;
}
