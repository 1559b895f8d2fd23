import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runAction } from '../support/action.ts';
import { authority, certificate } from '../support/certificates.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

/** An AWS behind a certificate of a private CA. */
let emulator: Emulator;
let front: Server;
let folder: string;
let bundle: string;
beforeAll(async () => {
  emulator = await startEmulator();
  const ca = await authority();
  front = createServer(await certificate(ca, '127.0.0.1'), (socket) => {
    const upstream = connect(Number(new URL(emulator.awsEndpoint).port), '127.0.0.1');
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
    socket.pipe(upstream).pipe(socket);
  });
  await once(front.listen(0, '127.0.0.1'), 'listening');
  folder = await mkdtemp(join(tmpdir(), 'causes-'));
  bundle = join(folder, 'ca.pem');
  await writeFile(bundle, ca.cert);
});
afterAll(async () => {
  front.close();
  await Promise.all([emulator.stop(), rm(folder, { recursive: true })]);
});

const manifest = `
kms: { aws: { key_collection: us-west-2 } }
keys: { payments-db: { kms: aws } }
`;

function run(command: string, inputs: Record<string, string>, env: Record<string, string>) {
  return runAction(
    { command, url: emulator.vaultAddr, token: emulator.vaultToken, manifest, ...inputs },
    {
      env: {
        AWS_ENDPOINT_URL: `https://127.0.0.1:${(front.address() as AddressInfo).port}`,
        AWS_ACCESS_KEY_ID: emulator.accessKeyId,
        AWS_SECRET_ACCESS_KEY: emulator.secretAccessKey,
        ...env,
      },
    },
  );
}

test('an AWS endpoint with a certificate of a private CA: the CA settles it, and its lack is a warning', async () => {
  const declared = { principal_arn: 'arn:aws:iam::111122223333:root', permissions: 'vault' };
  expect((await run('apply', { ...declared, check_credentials: 'off' }, {})).exitCode).toBe(0);

  const trusted = await run('verify', declared, { AWS_CA_BUNDLE: bundle });
  expect(JSON.parse(trusted.outputs['verification']!).keys).toMatchObject([{ status: 'pass' }]);

  const lacking = await run('verify', declared, {});
  expect(lacking.exitCode).toBe(0);
  expect(JSON.parse(lacking.outputs['verification']!).status).toBe('indeterminate');
  expect(lacking.stdout).toMatch(
    /::warning::Verification is inconclusive: .*127\.0\.0\.1:\d+ into a PEM file, and name the file in AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS/,
  );
  expect(lacking.stdout).not.toMatch(/[Aa]llow kms:/);

  const strict = await run('verify', { ...declared, fail_on_indeterminate: 'true' }, {});
  expect(strict.exitCode).toBe(1);
  expect(JSON.parse(strict.outputs['error']!).code).toBe('not_established');
});
