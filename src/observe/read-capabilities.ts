import type { Vault } from '../vault/http/vault.ts';
import { VaultError } from '../vault/http/vault-error.ts';

/** The token's capabilities by path; a path that Vault did not answer for is left out. */
export type Capabilities = ReadonlyMap<string, readonly string[]>;

/**
 * Paths per request. Vault limits a JSON array to 10,000 elements.
 *
 * Source: https://developer.hashicorp.com/vault/docs/configuration/listener/tcp
 */
const pathsPerRequest = 1_000;

/**
 * Reads what the token may do on each path. The paths are relative to the connection's own namespace, where policies
 * name paths as ids do. Empty when the token may not read its capabilities.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/system/capabilities-self
 */
export async function readCapabilities(vault: Vault, paths: readonly string[]): Promise<Capabilities> {
  const batches = Array.from({ length: Math.ceil(paths.length / pathsPerRequest) }, (_, index) =>
    paths.slice(index * pathsPerRequest, (index + 1) * pathsPerRequest),
  );
  const answers = await Promise.all(batches.map((batch) => readBatch(vault, batch)));
  return new Map(answers.flat());
}

async function readBatch(vault: Vault, paths: readonly string[]): Promise<[string, readonly string[]][]> {
  const at = { namespace: '', path: ['sys', 'capabilities-self'] };
  const answer = await vault.put(at, { paths }).catch((error: unknown) => {
    if (error instanceof VaultError && error.code === 'token_invalid') return null;
    throw error;
  });
  return paths.flatMap((path) => {
    const held = answer?.[path];
    return Array.isArray(held) ? [[path, held.map(String)]] : [];
  });
}
