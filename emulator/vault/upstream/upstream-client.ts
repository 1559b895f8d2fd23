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
export interface UpstreamClient {
  /** Sends a request with the caller's token. */
  send(method: string, path: string, request: UpstreamRequest): Promise<UpstreamResponse>;
  /**
   * Forwards a request unchanged and returns the response.
   *
   * @param target as sent
   */
  forward(request: Request, target: string, body: ArrayBuffer): Promise<Response>;
}

export function newUpstreamClient(url: URL): UpstreamClient {
  const ask = (target: string, init: RequestInit): Promise<Response> =>
    fetch(new URL(target, url), init).catch(({ cause, message }: Error) => {
      const why = cause instanceof Error ? cause.message : message;
      throw new VaultError(502, `no response from the upstream ${url.origin}: ${why}`);
    });
  return {
    async send(method, path, { token, namespace, body }) {
      const headers = new Headers({ 'x-vault-token': token });
      if (namespace !== '') headers.set('x-vault-namespace', namespace.replace(/\/$/, ''));
      const sent = body === undefined ? null : JSON.stringify(body);
      const response = await ask(`/v1/${path}`, { method, headers, body: sent });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== '';
      return { status: response.status, body: isJson ? JSON.parse(text) : null };
    },
    async forward({ method, headers }, target, body) {
      const sent = body.byteLength > 0 ? body : null;
      const init = { method, headers: without(hopByHop, headers), redirect: 'manual', body: sent } as const;
      const answer = await ask(target, init);
      const passed = without([...hopByHop, 'content-encoding'], answer.headers);
      return new Response(answer.body, { status: answer.status, headers: passed });
    },
  };
}

function without(names: readonly string[], headers: Headers): Headers {
  const rest = new Headers(headers);
  for (const name of names) rest.delete(name);
  return rest;
}
