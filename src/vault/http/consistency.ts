interface State {
  readonly header: string;
  readonly cluster: string;
  readonly index: readonly [local: bigint, replicated: bigint];
}

/**
 * The newest state of Vault that our requests have made or read. Sent with each later request, it keeps a performance
 * standby from answering with an older state: the standby answers 412 until it has caught up.
 *
 * Source: https://developer.hashicorp.com/vault/docs/enterprise/consistency
 */
export class SeenState {
  #newest: State | null = null;

  /** The value of `X-Vault-Index`; `null` when Vault has not given any. */
  get header(): string | null {
    return this.#newest?.header ?? null;
  }

  /** @param header an answer's `X-Vault-Index`, or `null` */
  note(header: string | null): void {
    const state = header === null ? null : stateOf(header);
    if (state !== null && (this.#newest === null || isNewer(state, this.#newest))) this.#newest = state;
  }
}

/** `v1:<cluster id>:<local index>:<replicated index>:<HMAC>`, in base64. */
function stateOf(header: string): State | null {
  const text = Buffer.from(header, 'base64').toString();
  const [, cluster, local, replicated] = /^v1:([^:]+):(\d+):(\d+):/.exec(text) ?? [];
  if (cluster === undefined || local === undefined || replicated === undefined) return null;
  return { header, cluster, index: [BigInt(local), BigInt(replicated)] };
}

function isNewer({ cluster, index: [local, replicated] }: State, than: State): boolean {
  if (cluster !== than.cluster) return true;
  return local > than.index[0] || (local === than.index[0] && replicated > than.index[1]);
}
