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

/**
 * How many round trips a run took on its critical path: those of looking, by how often requests had to wait for
 * others, and then the most that were made for one key, since keys do not wait for each other. Meaningful where
 * every request takes long next to what comes between two of them.
 */
export function roundTrips(requests: readonly LoggedRequest[]): number {
  const firstWrite = requests.findIndex(({ method, path }) => /PUT|POST/.test(method) && !isLogin(path));
  const looking = firstWrite < 0 ? requests : requests.slice(0, firstWrite);
  const writing = firstWrite < 0 ? [] : requests.slice(firstWrite);
  const keys = writing.map(({ path }) => path.split('/key/')[1]).filter((key) => key !== undefined);
  const perKey = keys.map((key) => keys.filter((other) => other === key).length);
  return chain(looking) + Math.max(0, ...perKey);
}

function isLogin(path: string): boolean {
  return path.startsWith('/v1/auth/');
}

/** The most requests of which each began after the one before had ended. */
function chain(requests: readonly LoggedRequest[]): number {
  const spans = requests
    .map(({ time, duration_ms }) => ({ from: Date.parse(time), to: Date.parse(time) + (duration_ms ?? 0) }))
    .sort((a, b) => a.to - b.to);
  let length = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of spans) {
    if (from < end) continue;
    length += 1;
    end = to;
  }
  return length;
}
