import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Ministack {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts ministack on a free port; with `enforced`, IAM decides about every request. */
export async function startMinistack(
  command: string,
  { enforced }: { enforced: boolean },
): Promise<Ministack> {
  const port = await freePort();
  const child = spawn(command, {
    env: { ...process.env, GATEWAY_PORT: String(port), AUTH: String(enforced) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const endpoint = `http://127.0.0.1:${port}`;
  await ready(endpoint, child, written);
  return {
    endpoint,
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      if (child.exitCode === null) await ended;
    },
  };
}

async function ready(endpoint: string, child: ChildProcess, written: readonly string[]): Promise<void> {
  for (let tried = 0; tried < 300 && child.exitCode === null; tried++) {
    const answer = await fetch(`${endpoint}/_ministack/health`).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
  child.kill();
  throw new Error(`ministack did not start:\n${written.join('')}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
