import type { ConnectionSettings } from '../../../src/vault/http/vault.ts';
import type { VaultError } from '../../../src/vault/http/vault-error.ts';
import type { Opened } from './run.ts';
import { open } from './run.ts';
import type { Listening, Reply } from './server.ts';
import { serve } from './server.ts';

const running: Listening[] = [];

/** A server with these replies, and a connection to it. */
export async function start(
  replies: readonly Reply[],
  settings: Partial<ConnectionSettings> = {},
): Promise<Opened & Listening> {
  const server = await serve(replies);
  running.push(server);
  return { ...server, ...open(server.url, settings) };
}

export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.close()));
}

/** What a request that must fail fails with. */
export function failed(work: Promise<unknown>): Promise<VaultError> {
  return work.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: VaultError) => error,
  );
}
