/**
 * Measures the Lambda's bundle: how long it takes to load and how much memory it takes, as ratios to a bare start of
 * node in the same run, and what a key version costs beyond that. `--write` keeps the numbers for scripts/scale.mjs.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const runs = 7;
const sizes = [10, 1_000, 5_000];

/** The run that other programs disturbed least. */
const fastest = (values) => Math.min(...values);
const keyId = (index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const keyOf = (index) => ({
  name: `payments-db-${index}`,
  kms: 'aws-us-west-2',
  type: 'aes256-gcm96',
  purpose: ['encrypt', 'decrypt'],
  alias: `alias/hashicorp/payments-db-${index}-1700000000`,
  latest_version: 1,
  min_enabled_version: 1,
  versions: { 1: keyId(index) },
  replica_regions: [],
  distribution_time: '2023-11-14T22:13:20Z',
});

/** KMS and STS, as fast as this machine can answer. */
async function startAws(count) {
  const calls = {};
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const operation = (request.headers['x-amz-target'] ?? 'TrentService.GetCallerIdentity').split('.')[1];
    calls[operation] = (calls[operation] ?? 0) + 1;
    if (operation === 'GetCallerIdentity') return response.end(identity);
    const input = JSON.parse(body);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify(operation === 'ListAliases' ? page(input, count) : described(input.KeyId)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    calls,
    close: () => server.close().closeAllConnections(),
  };
}

const arn = (id) => `arn:aws:kms:us-west-2:111122223333:key/${id}`;
const identity =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/looker</Arn><UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

const described = (id) => ({
  KeyMetadata: {
    AWSAccountId: '111122223333',
    KeyId: id,
    Arn: arn(id),
    CreationDate: 1700000000,
    Enabled: true,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: 'Enabled',
    Origin: 'EXTERNAL',
    KeyManager: 'CUSTOMER',
    KeySpec: 'SYMMETRIC_DEFAULT',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    MultiRegion: false,
    CurrentKeyMaterialId: 'a'.repeat(64),
  },
  // GetKeyPolicy is answered by the same, for the same key.
  Policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  }),
});

function page({ Marker = '0' }, count) {
  const from = Number(Marker);
  const Aliases = Array.from({ length: Math.min(100, count - from) }, (_, index) => ({
    AliasName: keyOf(from + index).alias,
    AliasArn: `arn:aws:kms:us-west-2:111122223333:${keyOf(from + index).alias}`,
    TargetKeyId: keyId(from + index),
    CreationDate: 1700000000,
    LastUpdatedDate: 1700000000,
  }));
  const Truncated = from + 100 < count;
  return { Aliases, Truncated, ...(Truncated ? { NextMarker: String(from + 100) } : {}) };
}

const child = `
  const { performance } = require('node:perf_hooks');
  const rss = () => process.memoryUsage().rss;
  const before = { at: performance.now(), rss: rss() };
  const { handler } = require('./dist/lambda/index.cjs');
  const loaded = { at: performance.now(), rss: rss() };
  process.on('message', async (event) => {
    const cpu = process.cpuUsage();
    const started = performance.now();
    const report = await handler(event);
    const used = process.cpuUsage(cpu);
    process.send({
      load: loaded.at - before.at, rss_bare: before.rss, rss_loaded: loaded.rss, rss_after: rss(),
      took: performance.now() - started, cpu: (used.user + used.system) / 1000,
      status: report.status, bytes: JSON.stringify(report).length,
    }, () => process.disconnect());
  });
`;

async function check(count) {
  const aws = await startAws(count);
  const keys = Array.from({ length: count }, (_, index) => keyOf(index));
  const event = { region: 'us-west-2', keys, permissions: { sets: [] } };
  const process_ = spawn(process.execPath, ['--no-warnings', '-e', child], {
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'us-west-2',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  process_.send(event);
  const [result] = await once(process_, 'message');
  await once(process_, 'exit');
  aws.close();
  if (result.status !== 'pass') throw new Error(`${count} keys: ${result.status}`);
  return { ...result, calls: aws.calls, event: JSON.stringify(event).length };
}

function start(code) {
  const started = performance.now();
  execFileSync(process.execPath, ['--no-warnings', '-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  return performance.now() - started;
}

const bare = fastest(Array.from({ length: runs }, () => start('')));
const withBundle = fastest(Array.from({ length: runs }, () => start("require('./dist/lambda/index.cjs')")));
const checks = new Map();
for (const size of sizes) checks.set(size, await check(size));
const [few, , many] = sizes.map((size) => checks.get(size));
const versions = sizes[2] - sizes[0];
const measured = {
  node: process.versions.node.split('.')[0],
  start_ratio: round(withBundle / bare),
  memory_ratio: round(few.rss_loaded / few.rss_bare),
  memory_loaded_mb: Math.round(few.rss_loaded / 2 ** 20),
  memory_after_5000_mb: Math.round(many.rss_after / 2 ** 20),
  cpu_ms_per_version: round((many.cpu - few.cpu) / versions),
  event_bytes_per_key: Math.round((many.event - few.event) / versions),
  report_bytes_per_key: Math.round((many.bytes - few.bytes) / versions),
  calls_for_1000: checks.get(1_000).calls,
};
function round(value) {
  return Number(value.toPrecision(2));
}

process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
if (process.argv.includes('--write'))
  await writeFile('bench/measured.json', `${JSON.stringify(measured, null, 2)}\n`);
