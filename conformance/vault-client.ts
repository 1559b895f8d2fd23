import type { Settings } from './settings.ts';

interface VaultAnswer {
  readonly status: number;
  readonly ok: boolean;
  /** Of an answer with one, else an empty object. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly string[];
}

/** Sends one request to Vault, without retries: each answer is an observation. */
export type AskVault = (
  method: 'GET' | 'LIST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
) => Promise<VaultAnswer>;

export function vaultClient(
  { vault_addr, vault_token, vault_namespace }: Settings,
  signal: AbortSignal | null,
): AskVault {
  return async (method, path, body) => {
    const isList = method === 'LIST';
    const response = await fetch(`${vault_addr}/v1/${path}${isList ? '?list=true' : ''}`, {
      method: isList ? 'GET' : method,
      headers: {
        'x-vault-token': vault_token,
        'x-vault-request': 'true',
        ...(vault_namespace === '' ? {} : { 'x-vault-namespace': vault_namespace }),
      },
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = text === '' ? {} : (JSON.parse(text) as { data?: object; errors?: string[] });
    return {
      status: response.status,
      ok: response.ok,
      data: (answer.data ?? answer) as VaultAnswer['data'],
      errors: answer.errors ?? [],
    };
  };
}
