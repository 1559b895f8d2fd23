import { allInputs } from '../../src/action/all-inputs.ts';
import type { Job } from '../../src/action/commands/job.ts';
import { readInputs } from '../../src/action/inputs.ts';
import { declareManifest } from '../../src/declare/manifest.ts';
import { systemClock } from '../../src/effects/clock.ts';
import { InputReader } from '../../src/inputs/input-reader.ts';
import type { Log } from '../../src/model/effects.ts';
import { Secret } from '../../src/model/secret.ts';
import { connect } from '../../src/vault/http/connect.ts';
import { defaultRetryPolicy, type RetryPolicy } from '../../src/vault/http/retry-policy.ts';
import type { Connection } from '../../src/vault/http/vault.ts';
// jest cannot link two modules at once that share an import, and commands that run side by side load these when used.
import '../../src/verify/audit-report.ts';
import '../../src/verify/build-report.ts';
import '../../src/verify/request-findings.ts';
import '../../src/verify/unchecked.ts';
import '../../src/verify/verify-request.ts';
import type { Emulator } from './emulator.ts';

/** Where an emulator is, and its credentials. */
export type EmulatorAccess = Pick<
  Emulator,
  'vaultAddr' | 'vaultToken' | 'awsEndpoint' | 'accessKeyId' | 'secretAccessKey'
>;

export const silent: Log = {
  debug() {},
  info() {},
  notice() {},
  warning() {},
  error() {},
  progress: () => {},
  group: (_, work) => work(),
};

/** A connection to the emulator, in this process. */
export function connectTo(
  emulator: EmulatorAccess,
  token = emulator.vaultToken,
  limits: RetryPolicy = defaultRetryPolicy,
  log: Log = silent,
): Connection {
  const settings = {
    url: new URL(emulator.vaultAddr),
    namespace: '',
    extra_headers: {},
    tls: { ca: null, cert: null, key: null, server_name: null, skip_verify: false },
    request_timeout: 10_000,
    timeout: 60_000,
    max_concurrency: 10,
    user_agent: 'test',
  };
  const effects = { clock: systemClock, log, env: {}, signal: new AbortController().signal };
  return connect(settings, effects, limits).with({ token: new Secret(token) });
}

/** What a command of the Action works with, in this process. */
export function jobOn(
  emulator: EmulatorAccess,
  vault: Connection,
  manifest: object,
  inputs: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Job {
  const text = JSON.stringify(manifest);
  return {
    inputs: readInputs(new InputReader(allInputs, (name) => inputs[name] ?? '', env)),
    desired: declareManifest([{ text, file: null, input: 'manifest' }], env).desired,
    vault,
    token: null,
    max_concurrency: 10,
    effects: {
      clock: systemClock,
      log: silent,
      deadline: new Date(Date.now() + 60_000),
      env: {
        AWS_ENDPOINT_URL: emulator.awsEndpoint,
        AWS_ACCESS_KEY_ID: emulator.accessKeyId,
        AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
      },
      signal: new AbortController().signal,
      onFirstWrite: () => {},
    },
  };
}
