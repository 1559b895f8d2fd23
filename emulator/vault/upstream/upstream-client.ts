import { VaultError } from '../vault-error.ts';

export interface UpstreamRequest {
  readonly token: string;
  /** Empty, or with a trailing slash. */
  readonly namespace: string;
  readonly body?: unknown;
}

export interface UpstreamResponse {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each endpoint returns another shape
  readonly body: any;
}

/** The headers of one connection. */
const hopByHop = 'connection content-length expect host keep-alive transfer-encoding upgrade'.split(' ');

/** The Vault or OpenBao that serves everything except keymgmt. */
export class UpstreamClient {
  readonly #url: URL;

  constructor(url: URL) {
    this.#url = url;
  }

  /** Sends a request with the caller's token. */
  async send(
    method: string,
    path: string,
    { token, namespace, body }: UpstreamRequest,
  ): Promise<UpstreamResponse> {
    const headers = new Headers({ 'x-vault-token': token });
    if (namespace !== '') headers.set('x-vault-namespace', namespace.replace(/\/$/, ''));
    const sent = body === undefined ? null : JSON.stringify(body);
    const response = await this.#fetch(`/v1/${path}`, { method, headers, body: sent });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== '';
    return { status: response.status, body: isJson ? JSON.parse(text) : null };
  }

  /**
   * Forwards a request unchanged and returns the response.
   *
   * @param target as sent
   */
  async forward({ method, headers }: Request, target: string, body: ArrayBuffer): Promise<Response> {
    const answer = await this.#fetch(target, {
      method,
      headers: without(hopByHop, headers),
      redirect: 'manual',
      body: body.byteLength > 0 ? body : null,
    });
    const passed = without([...hopByHop, 'content-encoding'], answer.headers);
    return new Response(answer.body, { status: answer.status, headers: passed });
  }

  async #fetch(target: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(new URL(target, this.#url), init);
    } catch (error) {
      const { cause, message } = error as Error;
      const why = cause instanceof Error ? cause.message : message;
      throw new VaultError(502, `no response from the upstream ${this.#url.origin}: ${why}`);
    }
  }
}

function without(names: readonly string[], headers: Headers): Headers {
  const rest = new Headers(headers);
  for (const name of names) rest.delete(name);
  return rest;
}
