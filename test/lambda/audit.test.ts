import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  RotateKeyOnDemandCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHandler } from '../../lambda/handler.ts';
import { systemClock } from '../../src/effects/clock.ts';
import type { Report } from '../../src/model/report.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { importMaterial } from '../support/import-material.ts';
import { accessKey, account, allow, distribute, envAs, quiet, region, user } from './support.ts';

/** A bucket over HTTP, by path. */
const objects = new Map<string, string>();
let refuse = false;
const bucket = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url!, 'http://s3').pathname);
  const error = (status: number, code: string) => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
  };
  if (refuse) return error(403, 'AccessDenied');
  if (request.method === 'PUT') {
    let body = '';
    for await (const chunk of request) body += chunk;
    objects.set(path, body);
    return void response.end();
  }
  if (!objects.has(path)) return error(404, 'NoSuchKey');
  response.end(objects.get(path));
});

let emulator: Emulator;
let kms: KMSClient;
let key: Awaited<ReturnType<typeof distribute>>;
beforeAll(async () => {
  bucket.listen(0, '127.0.0.1');
  await once(bucket, 'listening');
  emulator = await startEmulator({
    config: { accounts: [{ id: account, users: [user('vault', { all: allow(['*']) })] }] },
  });
  const { access_key_id, secret_access_key } = accessKey('vault');
  const credentials = { accessKeyId: access_key_id, secretAccessKey: secret_access_key };
  kms = new KMSClient({ region, endpoint: emulator.awsEndpoint, credentials });
  key = await distribute(emulator, 'payments-db');
});
afterAll(async () => {
  await emulator.stop();
  bucket.closeAllConnections();
  bucket.close();
});
beforeEach(() => {
  objects.clear();
  refuse = false;
});

function invoke(event: Record<string, unknown>, env: Record<string, string> = {}) {
  return invokeWith({ region, keys: [key], permissions: { sets: [] }, ...event }, env);
}

async function invokeWith(event: object, env: Record<string, string>) {
  const output = quiet();
  const settings = {
    ...envAs(emulator, 'vault'),
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`,
    ...env,
  };
  const handler = createHandler(settings, systemClock, output);
  const report: Report = await handler(event);
  return { report, output };
}

const kept = { REPORT_URI: 's3://reports/keymgmt' };
const disabled = 'keymgmt/kms/aws-us-west-2/key/payments-db@2/key_state';
const latest = () => ({ KeyId: key.versions['2']! });
const exception = { id: disabled, reason: 'An exercise.', owner: 'payments', expires: '2999-01-01' };

/** test/lambda/archive.test.ts looks at the others. */
const lastReports = () => [...objects.keys()].filter((path) => path.includes('/last/'));

describe('the last report', () => {
  test('is kept, and the next one says what is new since', async () => {
    const first = await invoke({}, kept);
    expect(first.report).not.toHaveProperty('changes');
    expect(first.report.notices).toEqual([]);
    expect(lastReports()).toEqual([
      expect.stringMatching(/^\/reports\/keymgmt\/last\/us-west-2-[0-9a-f]{16}\.json$/),
    ]);

    await kms.send(new DisableKeyCommand(latest()));
    const second = await invoke({}, kept);
    expect(second.report.changes).toMatchObject({ since: first.report.checked_at, new: [{ id: disabled }] });
    expect(second.output.metrics[0]).toMatchObject({ NewFindings: 1, FixedFindings: 0, MaterialReplaced: 0 });

    expect((await invoke({}, kept)).report.changes).toMatchObject({ new: [], unchanged: 1 });
    await kms.send(new EnableKeyCommand(latest()));
    expect((await invoke({}, kept)).report.changes).toMatchObject({ fixed: [{ id: disabled }] });
    expect(lastReports()).toHaveLength(1);
  });

  test('of another question is another one, and a batch keeps none', async () => {
    await invoke({}, kept);
    await invoke({ depth: 'full' }, kept);
    await invoke({ keys: [{ ...key, name: 'another' }] }, kept);
    expect(lastReports()).toHaveLength(3);
    objects.clear();
    const output = quiet();
    const handler = createHandler({ ...envAs(emulator, 'vault'), ...kept }, systemClock, output);
    await handler({ BatchInput: { region, permissions: { sets: [] } }, Items: [key] });
    expect(objects.size).toBe(0);
  });

  test('keeps a canary through runs that cannot use the key, or are not asked to', async () => {
    const canaries = async (event: Record<string, unknown>) =>
      (await invoke(event, kept)).report.keys[0]!.versions.map(({ canary }) => canary);
    const made = await canaries({ canary: true });
    expect(made).toMatchObject([{ result: 'made' }, { result: 'made' }]);
    await kms.send(new DisableKeyCommand(latest()));
    expect(await canaries({ canary: true })).toEqual([
      { ...made[0], result: 'pass' },
      { ...made[1], result: 'not_used' },
    ]);
    await kms.send(new EnableKeyCommand(latest()));
    expect(await canaries({})).toEqual(made.map((canary) => ({ ...canary, result: 'not_used' })));
    expect(await canaries({ canary: true })).toEqual(made.map((canary) => ({ ...canary, result: 'pass' })));
  });

  test('gives a batch its canaries and its material; what changed is seen where batches are joined', async () => {
    const uri = 's3://reports/last/keys.jsonl.json';
    const batch = async () =>
      (
        await invokeWith(
          { BatchInput: { region, permissions: { sets: [] }, canary: true, baseline: uri }, Items: [key] },
          { ...kept, ALLOWED_REPORT_URIS: 's3://reports' },
        )
      ).report;
    const first = await batch();
    expect(first.notices.map(({ code }) => code)).toEqual(['canary']);
    objects.set('/reports/last/keys.jsonl.json', JSON.stringify(first));
    const second = await batch();
    expect(second.keys[0]!.versions).toMatchObject([
      { canary: { result: 'pass' } },
      { canary: { result: 'pass' } },
    ]);
    expect(second).not.toHaveProperty('changes');
  });

  test('that was tampered with is not compared, and its canary is made again', async () => {
    await invoke({ canary: true }, kept);
    const [path] = lastReports();
    objects.set(path!, objects.get(path!)!.replaceAll(/"ciphertext":"[^"]+"/g, '"ciphertext":7'));
    const { report } = await invoke({ canary: true }, kept);
    expect(report.notices.map(({ code }) => code).sort()).toEqual(['baseline', 'canary']);
  });

  test('that cannot be read or kept is said, and does not stop the check', async () => {
    refuse = true;
    const { report, output } = await invoke({}, kept);
    expect(report.status).toBe('pass');
    expect(report.notices).toMatchObject([
      { code: 'baseline', message: expect.stringContaining('s3:GetObject: AccessDenied') },
    ]);
    expect(JSON.stringify(output.lines)).toContain('The report was not kept in s3://reports/keymgmt/last/');
  });
});

test('usage: true reads when keys were last used, at depth standard too', async () => {
  const { report } = await invoke({ usage: true });
  expect(report.depth).toBe('standard');
  expect(report.keys[0]!.versions).toMatchObject([{ usage: {} }, { usage: {} }]);
  expect(report.controls).toHaveProperty('last_use');
  const without = (await invoke({})).report;
  expect(without.keys[0]!.versions[0]).not.toHaveProperty('usage');
  expect(without.controls).not.toHaveProperty('last_use');
});

describe('a baseline in the event', () => {
  test('is an object within ALLOWED_REPORT_URIS, or the report itself', async () => {
    const { report } = await invoke({});
    objects.set('/audits/2026/q3.json', JSON.stringify({ verification: report }));
    const baseline = 's3://audits/2026/q3.json';
    const changes = { since: report.checked_at, new: [], unchanged: 0 };
    const allowed = { ALLOWED_REPORT_URIS: 's3://audits/2026' };
    expect((await invoke({ baseline }, allowed)).report.changes).toMatchObject(changes);
    expect((await invoke({ baseline: report })).report.changes).toMatchObject(changes);
    await expect(invoke({ baseline })).rejects.toThrow('baseline: is not allowed');
    await expect(invoke({ baseline }, { ALLOWED_REPORT_URIS: 's3://audits/20' })).rejects.toThrow('baseline');
    await expect(invoke({ baseline: 'https://audits/q3.json' })).rejects.toThrow('s3://bucket/key');
  });

  test('that is missing or no report is a notice', async () => {
    const allowed = { ALLOWED_REPORT_URIS: '*' };
    objects.set('/audits/other.json', '{"targets": []}');
    for (const [name, words] of [
      ['none', 'does not exist'],
      ['other', 'is not a report of this tool'],
    ])
      expect((await invoke({ baseline: `s3://audits/${name}.json` }, allowed)).report.notices).toMatchObject([
        { code: 'baseline', message: expect.stringContaining(words!) },
      ]);
  });

  test('knows the material: what was replaced in a KMS key fails', async () => {
    const { report } = await invoke({});
    await importMaterial(kms, latest().KeyId, { ImportType: 'NEW_KEY_MATERIAL' });
    await kms.send(new RotateKeyOnDemandCommand(latest()));
    const replaced = await invoke({ baseline: report });
    expect(replaced.report.keys[0]!.versions[1]!.findings).toMatchObject([
      { check: 'material_id', status: 'fail' },
    ]);
    expect(replaced.report.changes!.material_replaced).toMatchObject([
      { id: 'keymgmt/kms/aws-us-west-2/key/payments-db', version: 2, key_id: latest().KeyId },
    ]);
  });
});

describe('exceptions', () => {
  beforeAll(async () => {
    await kms.send(new DisableKeyCommand(latest()));
  });

  test('in the event or in S3 accept a finding', async () => {
    objects.set('/audits/exceptions.yaml', `exceptions:\n  - ${JSON.stringify(exception)}\n`);
    for (const exceptions of [{ exceptions: [exception] }, 's3://audits/exceptions.yaml']) {
      const { report, output } = await invoke({ exceptions }, { ALLOWED_REPORT_URIS: 's3://audits' });
      expect(report).toMatchObject({ compliant: true, accepted: [{ id: disabled, owner: 'payments' }] });
      expect(output.metrics[0]).toMatchObject({ Accepted: 1 });
    }
    expect((await invoke({})).report.status).toBe('fail');
  });

  test('that are not valid are rejected, each problem with its path', async () => {
    await expect(invoke({ exceptions: { exceptions: [{ ...exception, expires: 'soon' }] } })).rejects.toThrow(
      /exceptions\.exceptions\[0\]\.expires: "soon" is not a date/,
    );
  });

  test('that cannot be read fail the check: nothing is accepted unseen', async () => {
    const allowed = { ALLOWED_REPORT_URIS: '*' };
    await expect(invoke({ exceptions: 's3://audits/none.yaml' }, allowed)).rejects.toThrow('no such object');
    objects.set('/audits/wrong.yaml', 'exceptions: {}');
    await expect(invoke({ exceptions: 's3://audits/wrong.yaml' }, allowed)).rejects.toThrow(
      's3://audits/wrong.yaml:1:13',
    );
  });
});
