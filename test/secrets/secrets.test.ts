import { readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { main } from '../../src/action/main.ts';
import { catalogue } from '../../src/model/codes/catalogue.ts';
import { type Command, commands } from '../../src/model/run.ts';
import { type Emulator, type FaultRequest, startEmulator } from '../support/emulator.ts';
import { echoOf, leaksIn, secrets } from './leaks.ts';
import { type CapturedRun, type Main, runInProcess } from './run-in-process.ts';
import { echo, type Situation, situations } from './situations.ts';

const credentials = {
  access_key: '${AWS_KEY}',
  secret_key: '${AWS_SECRET}',
  session_token: '${AWS_SESSION}',
};
const distributed = { kms: 'aws' };
const manifest = JSON.stringify({
  path: 'keymgmt',
  kms: {
    aws: { key_collection: 'us-west-2', credentials },
    second: { key_collection: 'us-west-2', credentials },
  },
  keys: {
    payments: distributed,
    orders: distributed,
    global: { ...distributed, replica_regions: ['eu-west-1'] },
  },
});

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ args: ['--root-token', secrets.vault_token] });
});
afterAll(() => emulator.stop());

/** Vault gives the root token to whoever logs in. */
const login: FaultRequest = {
  match: { path: '/auth/approle/login' },
  fault: {
    status: 200,
    body: { auth: { client_token: secrets.vault_token, accessor: 'a', lease_duration: 600 } },
  },
};
const revocation: FaultRequest = { match: { path: '/auth/token/revoke-self' }, fault: { status: 204 } };

async function run(
  command: Command,
  situation: Partial<Situation> = {},
  runMain: Main = main,
): Promise<CapturedRun> {
  await emulator.clearFaults();
  await emulator.setFaults(...repeating(command, situation), login, revocation);
  const { path, ...inputs } = situation.inputs ?? {};
  const isDeclared = command !== 'import' && !('manifest' in inputs);
  const text = path === undefined ? manifest : manifest.replace('"path":"keymgmt"', `"path":"${path}"`);
  return runInProcess(
    runMain,
    {
      command,
      url: emulator.vaultAddr,
      ...(isDeclared
        ? { manifest: path === undefined ? text : text.replace('{', '{"create_mount":true,') }
        : {}),
      ...(command === 'rotate' ? { rotate_keys: 'payments' } : {}),
      ...(command === 'import' ? { import_id: 'keymgmt' } : {}),
      ...(command === 'destroy' ? { confirm: 'keymgmt/kms/aws\nkeymgmt/kms/second', min_idle: '0s' } : {}),
      ...Object.fromEntries(
        Object.entries(inputs)
          .filter(([name]) => name !== 'create_mount')
          .map(([name, text]) => [name, text.replace('PORT', new URL(emulator.vaultAddr).port)]),
      ),
    },
    { AWS_ENDPOINT_URL: emulator.awsEndpoint, ...situation.env },
  );
}

/** The faults of a situation, with what Vault was sent until then. */
function repeating(command: Command, { name = '', faults = [] }: Partial<Situation>): FaultRequest[] {
  const declared = command === 'import' ? [] : (['secret_key', 'session_token'] as const);
  const known = name.startsWith('the login') ? [] : (['vault_token', ...declared] as const);
  const said = JSON.stringify(echoOf(['secret_id', 'header', ...known])).slice(1, -1);
  return JSON.parse(JSON.stringify(faults).replaceAll(echo, () => said)) as FaultRequest[];
}

/** The codes that each command failed with; an empty one is a success. */
const seen = new Map<Command, Set<string>>(commands.map((command) => [command, new Set<string>()]));

function expectNoLeak(command: Command, { code, everything }: CapturedRun): void {
  seen.get(command)!.add(code);
  expect(everything.length).toBeGreaterThan(200);
  expect(leaksIn(everything)).toEqual([]);
}

describe('no secret is in anything that came out', () => {
  describe('of a failure', () => {
    test('the world of the runs is there', async () => {
      await emulator.vault('PUT', 'keymgmt/kms/aws', {
        body: { provider: 'awskms', key_collection: 'us-west-2' },
      });
      await emulator.vault('PUT', 'keymgmt/key/payments', { body: { type: 'aes256-gcm96' } });
      const body = { purpose: 'encrypt,decrypt', protection: 'hsm' };
      expect((await emulator.vault('PUT', 'keymgmt/kms/aws/key/payments', { body })).status).toBe(204);
      // Loads every file that a run imports late: jest does not load one for two runs at once.
      for (const command of ['plan', 'verify', 'import', 'policy', 'doctor'] as const) await run(command);
    });
    for (const situation of situations) {
      test.each(situation.commands)(`${situation.name}: %s`, async (command) => {
        const ended = await run(command, situation);
        expectNoLeak(command, ended);
      });
    }
  });

  describe('of a success', () => {
    test.each(['plan', 'apply', 'verify', 'rotate', 'import', 'policy', 'doctor', 'destroy'] as const)(
      '%s',
      async (command) => {
        const ended = await run(command);
        expectNoLeak(command, ended);
        expect([command, ended.code]).toEqual([command, '']);
      },
    );
  });
});

/** The action with one line of its source changed, by file, line and replacement. */
const mutants = [
  [
    'the log is not redacted',
    'src/redact/redactor.ts',
    'return this.#pattern === null ? text : text.replace(this.#pattern, redacted);',
    'return text;',
  ],
  ['the report is not redacted', 'src/action/main.ts', '...redactor.data(news)', '...news'],
  ['an encoded secret is not known', 'src/redact/secret-values.ts', 'urlEncoded(value),', ''],
] as const;

describe('a mutant shows a secret', () => {
  test.each(mutants)('%s', async (name, file, line, replacement) => {
    const mutant = await mutated(name, file, line, replacement);
    const { everything } = await run('plan', situations[0], mutant);
    expect(leaksIn(everything)).not.toEqual([]);
  });
});

async function mutated(name: string, file: string, line: string, replacement: string): Promise<Main> {
  const source = await readFile(file, 'utf8');
  expect(source.split(line)).toHaveLength(2);
  const outfile = resolve(`build/mutant-${name.replaceAll(' ', '-')}.mjs`);
  await build({
    entryPoints: ['src/action/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    plugins: [
      {
        name: 'mutate',
        setup: ({ onLoad }) =>
          onLoad({ filter: new RegExp(`${file.replaceAll(/[./]/g, '\\$&')}$`) }, () => ({
            contents: source.replace(line, () => replacement),
            loader: 'ts',
          })),
      },
    ],
  });
  const { main: mutant } = (await import(pathToFileURL(outfile).href)) as { main: Main };
  await rm(outfile);
  return mutant;
}

/** Codes that need another world: a proxy, TLS, a Lambda, two runs at once. Tests of their own make them. */
const elsewhere: readonly string[] = [
  ...['no_id_token', 'no_aws_credentials', 'wrapping_token_invalid', 'token_uses'],
  ...['unreachable', 'timeout', 'run_timeout', 'proxy_refused'],
  ...[
    'tls_untrusted',
    'tls_expired',
    'tls_server_name',
    'tls_not_spoken',
    'tls_required',
    'tls_client_certificate',
  ],
  ...['mount_rejected', 'replication_rejected', 'not_read_back', 'rotated_meanwhile', 'namespace_not_found'],
  ...[
    'enterprise_required',
    'exceptions_unreadable',
    'no_engine',
    'not_keymgmt',
    'invalid_path',
    'step_failed',
    'recently_used',
  ],
  ...[
    'cancelled',
    'import_unfaithful',
    'unexpected',
    'invalid_cursor',
    'invalid_vault',
    'not_awskms',
    'other_region',
  ],
  ...['lambda_denied', 'lambda_not_found', 'lambda_throttled', 'lambda_unreachable', 'lambda_event_refused'],
  ...['lambda_no_report', 'lambda_timed_out'],
];

test('the runs fail with every code but those of another world', () => {
  const reached = new Set([...seen.values()].flatMap((codes) => [...codes]));
  const all = ['Logging in', 'Reaching Vault', 'Answers of Vault', 'The run', 'Verification'].flatMap(
    (heading) => Object.keys(catalogue[heading]!),
  );
  expect(all.filter((code) => !reached.has(code)).sort()).toEqual([...elsewhere].sort());
});

afterAll(() => {
  const lines = [...seen].map(
    ([command, codes]) =>
      `${command}: ${[...codes]
        .map((code) => code || 'success')
        .sort()
        .join(', ')}`,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
});
