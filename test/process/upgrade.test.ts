import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

/** What version 0.1.0 read and wrote. */
const manifest = resolve('test/process/upgrade/keys.yaml');
const earlier = resolve('test/process/upgrade/report.json');

let emulator: Emulator;
let folder: string;
beforeAll(async () => {
  [emulator, folder] = await Promise.all([startEmulator(), mkdtemp(join(tmpdir(), 'upgrade-'))]);
});
afterAll(async () => {
  await emulator.stop();
  await rm(folder, { recursive: true });
});

async function cli(...args: string[]) {
  const child = spawn(process.execPath, [resolve('dist/cli.cjs'), ...args, '--json'], {
    env: {
      PATH: process.env['PATH'],
      VAULT_ADDR: emulator.vaultAddr,
      VAULT_TOKEN: emulator.vaultToken,
      AWS_ENDPOINT_URL: emulator.awsEndpoint,
      AWS_ACCESS_KEY_ID: emulator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exitCode = await new Promise<number | null>((ended) => child.on('close', ended));
  return { exitCode, stdout, stderr };
}

async function changesSince(baseline: string): Promise<Report['changes']> {
  const { stdout, stderr } = await cli('verify', '--manifest', manifest, '--baseline', baseline);
  expect(stderr).not.toContain('baseline');
  return JSON.parse(stdout).verification.changes;
}

/** The key of the earlier report was disabled; those of this run are others, by the same names. */
const compared = {
  new: [],
  fixed: [expect.objectContaining({ id: 'keymgmt/kms/aws/key/payments-db@1/key_state' })],
  keys_added: [],
  keys_gone: [],
};

describe('after an upgrade', () => {
  test('the manifest plans as before: what it declared is there, and nothing else changes', async () => {
    expect(await cli('apply', '--manifest', manifest)).toMatchObject({ exitCode: 0 });
    expect(await cli('plan', '--manifest', manifest, '--detailed-exitcode')).toMatchObject({ exitCode: 0 });
  });

  test('the report of the earlier version is a baseline', async () => {
    expect(await changesSince(earlier)).toMatchObject(compared);
  });
});

describe('after a roll back', () => {
  test('the report of a newer version is a baseline: fields that it added are ignored', async () => {
    const report = JSON.parse(await readFile(earlier, 'utf8'));
    const added = { added_later: { any: ['thing'] } };
    const { verification } = report;
    verification.keys = verification.keys.map((key: object) => ({ ...key, ...added }));
    const newer = join(folder, 'newer.json');
    await writeFile(
      newer,
      JSON.stringify({ ...report, ...added, verification: { ...verification, ...added } }),
    );
    expect(await changesSince(newer)).toMatchObject(compared);
  });

  test('a manifest with a field that only the newer version knows is rejected by its name, before any request', async () => {
    const newer = join(folder, 'newer.yaml');
    await writeFile(
      newer,
      (await readFile(manifest, 'utf8')).replaceAll('kms: aws', 'kms: aws\n    added_later: 1'),
    );
    await emulator.clearRequests();
    const { exitCode, stderr } = await cli('plan', '--manifest', newer);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('added_later') });
    expect(await emulator.requests()).toEqual([]);
  });
});
