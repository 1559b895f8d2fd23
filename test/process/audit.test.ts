import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/report.ts';
import { type Inputs, output, runDeclared } from '../support/declared-run.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

let emulator: Emulator;
let folder: string;
let kms: KMSClient;
let keyId: string;
beforeAll(async () => {
  emulator = await startEmulator({
    config: { accounts: [{ id: account, users: [vault] }] },
  });
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
  const credentials = {
    accessKeyId: identity.AWS_ACCESS_KEY_ID,
    secretAccessKey: identity.AWS_SECRET_ACCESS_KEY,
  };
  kms = new KMSClient({ region: 'us-west-2', endpoint: emulator.awsEndpoint, credentials });
  const applied = await runDeclared(emulator, 'apply', manifest(), {}, identity);
  expect(applied.exitCode).toBe(0);
  keyId = output(applied, 'distributions')[0].versions[1];
});
afterAll(async () => {
  await emulator.stop();
  await rm(folder, { recursive: true });
});

const account = '111122223333';
const vault = {
  name: 'vault',
  policies: { all: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
  access_keys: [
    { access_key_id: 'AKIAVAULTXXXXXXXXXXX', secret_access_key: 'secret-of-vault', status: 'Active' },
  ],
};
const identity = { AWS_ACCESS_KEY_ID: 'AKIAVAULTXXXXXXXXXXX', AWS_SECRET_ACCESS_KEY: 'secret-of-vault' };
const manifest = (rotate_after?: string) => ({
  kms: {
    aws: {
      key_collection: 'us-west-2',
      credentials: { access_key: '${AWS_ACCESS_KEY_ID}', secret_key: '${AWS_SECRET_ACCESS_KEY}' },
    },
  },
  keys: { 'payments-db': { kms: 'aws', ...(rotate_after === undefined ? {} : { rotate_after }) } },
});
const verify = (inputs: Inputs = {}, declared = manifest()) =>
  runDeclared(
    emulator,
    'verify',
    declared,
    { permissions: 'vault', principal_arn: `arn:aws:iam::${account}:user/vault`, ...inputs },
    identity,
  );
const inFolder = (name: string) => join(folder, name);
const disabled = 'keymgmt/kms/aws/key/payments-db@1/key_state';
const accept = async (expires: string) => {
  const path = inFolder('exceptions.yaml');
  const exception = { id: disabled, reason: 'An exercise.', owner: 'payments', expires };
  await writeFile(path, JSON.stringify({ exceptions: [exception], severities: { key_state: 'low' } }));
  return path;
};

test('what changed since an earlier report, and what is accepted until its date', async () => {
  const first = await verify({ report_path: inFolder('first.json'), baseline: 'none-yet.json' });
  expect(first.exitCode).toBe(0);
  expect(first.stdout).toContain('there is no file "none-yet.json", so nothing is compared');
  expect(first.outputs['report_sha256']).toBe(createHash('sha256').update(first.report).digest('hex'));

  await kms.send(new DisableKeyCommand({ KeyId: keyId }));
  const second = await verify({ report_path: inFolder('second.json'), baseline: inFolder('first.json') });
  expect(second.exitCode).toBe(1);
  const report: Report = output(second, 'verification');
  expect(report.changes).toMatchObject({
    new: [{ id: disabled, check: 'key_state', status: 'fail' }],
    fixed: [],
    unchanged: 0,
    keys_gone: [],
  });
  for (const place of [second.stdout, second.summary]) expect(place).toContain('1 new, 0 fixed, 0 unchanged');

  const accepted = await verify({
    exceptions: await accept('2999-01-01'),
    baseline: inFolder('second.json'),
  });
  expect(accepted.exitCode).toBe(0);
  expect(output(accepted, 'verification')).toMatchObject({
    compliant: true,
    changes: { new: [], fixed: [] },
    accepted: [{ id: disabled, owner: 'payments', finding: { severity: 'low' } }],
    keys: [{ status: 'pass' }],
  });
  expect(accepted.stdout).toContain('; 1 accepted.');
  expect(accepted.summary).toContain('1 finding accepted');

  const expired = await verify({ exceptions: await accept('2026-01-01') });
  expect(expired.exitCode).toBe(1);
  expect(expired.stdout).toContain('expired on 2026-01-01: the finding counts again');

  await kms.send(new EnableKeyCommand({ KeyId: keyId }));
  const mended = await verify({ baseline: inFolder('second.json') });
  expect(mended.exitCode).toBe(0);
  expect(output(mended, 'verification').changes).toMatchObject({ new: [], fixed: [{ id: disabled }] });
});

test('a wrong file stops the run before any request, with its line', async () => {
  const path = inFolder('wrong.yaml');
  await writeFile(path, 'exceptions:\n  - id: x\n    reason: y\n    owner: z\n    expires: soon\n');
  await writeFile(inFolder('wrong.json'), '{"schema_version": 1}');
  const run = await verify({ exceptions: path, baseline: inFolder('wrong.json') });
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toContain('exceptions[0].expires: "soon" is not a date.');
  const other = await verify({ baseline: inFolder('wrong.json') });
  expect(other.exitCode).toBe(1);
  expect(other.stdout).toContain('is not a report of this tool');
  const overwritten = await verify({ exceptions: path, report_path: path });
  expect(overwritten.stdout).toContain('report_path names the same file as exceptions');
});

test('a key past its cryptoperiod fails, with the controls that ask for one', async () => {
  expect((await verify({}, manifest('90d'))).exitCode).toBe(0);
  const run = await verify({}, manifest('1s'));
  expect(run.exitCode).toBe(1);
  const report: Report = output(run, 'verification');
  expect(report.keys[0]!.findings).toMatchObject([{ check: 'key_age', status: 'fail', severity: 'medium' }]);
  expect(report.controls?.key_age).toContain('PCI DSS v4.0.1/3.7.4');
});
