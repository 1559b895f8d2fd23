import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Secret } from '../../src/model/secret.ts';
import type { TlsSettings } from '../../src/vault/http/vault.ts';
import { readPem } from '../../src/vault/settings/pem.ts';
import type { Certificate } from '../support/certificates.ts';
import { authority, certificate } from '../support/certificates.ts';
import { noTls, open } from './support/run.ts';
import type { Listening } from './support/server.ts';
import { serve } from './support/server.ts';

const at = { namespace: '', path: ['sys', 'health'] };
const fine = { status: 200, json: { initialized: true } };

let ca: Certificate;
let vault: Certificate;
let client: Certificate;
let server: Listening;
let mutual: Listening;
let plain: Listening;
let folder: string;

beforeAll(async () => {
  ca = await authority();
  [vault, client] = await Promise.all([
    certificate(ca, 'vault.internal', '127.0.0.1'),
    certificate(ca, 'ci'),
  ]);
  server = await serve([fine], vault);
  mutual = await serve([fine], { ...vault, ca: ca.cert, requestCert: true, rejectUnauthorized: true });
  plain = await serve([fine]);
  folder = await mkdtemp(join(tmpdir(), 'tls-'));
});

afterAll(async () => {
  await Promise.all([server.close(), mutual.close(), plain.close(), rm(folder, { recursive: true })]);
});

const reach = (to: Listening, tls: Partial<TlsSettings>) =>
  open(to.url, { tls: { ...noTls, ...tls } }).connection.get(at);

describe('a private certificate authority', () => {
  test('is refused without it, at once, with what to do', async () => {
    await expect(reach(server, {})).rejects.toMatchObject({
      code: 'tls_untrusted',
      message: expect.stringContaining('GET sys/health: no answer from 127.0.0.1:'),
      remedy: expect.stringContaining('ca_certificate'),
    });
    expect(server.seen).toHaveLength(0);
  });

  test('is accepted with it', async () => {
    expect(await reach(server, { ca: ca.cert })).toEqual({ initialized: true });
  });

  test('another one is refused', async () => {
    const other = await authority('Another CA');
    await expect(reach(server, { ca: other.cert })).rejects.toMatchObject({ code: 'tls_untrusted' });
  });
});

describe('the server name', () => {
  test('one from the certificate is accepted', async () => {
    expect(await reach(server, { ca: ca.cert, server_name: 'vault.internal' })).toEqual({
      initialized: true,
    });
  });

  test('a wrong one is refused', async () => {
    await expect(reach(server, { ca: ca.cert, server_name: 'vault.example.com' })).rejects.toMatchObject({
      code: 'tls_server_name',
      remedy: expect.stringContaining('tls_server_name'),
    });
  });
});

test('tls_skip_verify accepts anything, with a warning', async () => {
  const { connection, lines } = open(server.url, { tls: { ...noTls, skip_verify: true } });
  expect(await connection.get(at)).toEqual({ initialized: true });
  expect(lines).toEqual([expect.stringMatching(/^warning: tls_skip_verify/)]);
});

describe('mutual TLS', () => {
  test('is refused without a client certificate', async () => {
    await expect(reach(mutual, { ca: ca.cert })).rejects.toMatchObject({
      code: 'tls_client_certificate',
      remedy: expect.stringContaining('`client_certificate`'),
    });
    expect(mutual.seen).toHaveLength(0);
  });

  test('is accepted with one', async () => {
    const tls = { ca: ca.cert, cert: client.cert, key: new Secret(client.key) };
    expect(await reach(mutual, tls)).toEqual({ initialized: true });
  });
});

test('https to a port that speaks http', async () => {
  await expect(open(new URL(`https://127.0.0.1:${plain.port}`)).connection.get(at)).rejects.toMatchObject({
    code: 'tls_not_spoken',
    remedy: expect.stringContaining('http://'),
  });
});

describe('a PEM', () => {
  test('is taken as itself, as base64 of it, and as a path to either', async () => {
    const base64 = Buffer.from(ca.cert).toString('base64');
    const paths = { pem: join(folder, 'ca.pem'), base64: join(folder, 'ca.b64') };
    await Promise.all([writeFile(paths.pem, ca.cert), writeFile(paths.base64, base64)]);
    for (const text of [ca.cert, base64, base64.replace(/.{76}/g, '$&\n'), paths.pem, paths.base64]) {
      expect(readPem(text, 'certificate')).toEqual({ pem: ca.cert.trim() });
    }
  });

  test.each([
    ['a name that is no file', 'certs/missing.pem', 'is text of 17 characters, and no file has that name'],
    ['a folder', tmpdir(), 'is a path that does not name a regular file'],
    ['text of several lines', 'a\nb', 'is text of 3 characters; give a PEM'],
    ['base64 of something else', 'QUJD'.repeat(40), 'is base64 of something that is not a PEM'],
    [
      'a cut PEM',
      '-----BEGIN CERTIFICATE-----\nMIID\n-----END CERTIFICATE-----',
      'holds a damaged certificate',
    ],
  ])('%s is refused with what was found', (_case, text, message) => {
    expect(readPem(text, 'certificate')).toEqual({ wrong: expect.stringContaining(message) });
  });

  test('a certificate is not taken for a key, nor the other way round, and no key is repeated', () => {
    expect(readPem(ca.cert, 'private key')).toEqual({
      wrong: 'holds a PEM of CERTIFICATE, but no private key.',
    });
    const { wrong } = readPem(client.key, 'certificate') as { wrong: string };
    expect(wrong).toBe('holds a PEM of RSA PRIVATE KEY, but no certificate.');
    const broken = client.key.replace(/^M.{40}/m, '');
    expect(readPem(broken, 'private key')).toEqual({ wrong: expect.stringContaining('damaged') });
  });
});
