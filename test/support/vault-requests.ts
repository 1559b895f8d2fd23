import type { Emulator, LoggedRequest } from './emulator.ts';

/** The requests to Vault so far. */
export async function vaultRequests(emulator: Emulator): Promise<LoggedRequest[]> {
  return (await emulator.requests()).filter(({ port }) => port === 'vault');
}

/** `PUT /v1/keymgmt/key/db`: what was written to Vault so far; what it may do is only asked. */
export async function vaultWrites(emulator: Emulator): Promise<string[]> {
  return (await vaultRequests(emulator))
    .filter(({ method, path }) => /PUT|POST|DELETE/.test(method) && !path.endsWith('/sys/capabilities-self'))
    .map(({ method, path, namespace }) => `${method} ${namespace ? `${namespace}: ` : ''}${path}`);
}
