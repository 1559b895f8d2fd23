import { VaultError } from '../vault-error.ts';

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
    const response = await this.#fetch(`/v1/${path}`, {
      method,
      headers: {
        'x-vault-token': token,
        ...(namespace === '' ? {} : { 'x-vault-namespace': namespace.replace(/\/$/, '') }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: isJson(response) ? JSON.parse(text) : null };
  }

  /**
   * Forwards a request unchanged and returns the response.
   *
   * @param target as sent
   */
  async forward(request: Request, target: string, body: ArrayBuffer): Promise<Response> {
    const headers = new Headers(request.headers);
    for (const name of connectionHeaders) headers.delete(name);
    const answer = await this.#fetch(target, {
      method: request.method,
      headers,
      redirect: 'manual',
      ...(body.byteLength > 0 ? { body } : {}),
    });
    const passed = new Headers(answer.headers);
    for (const name of [...connectionHeaders, 'content-encoding']) passed.delete(name);
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

const connectionHeaders = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
];

function isJson(response: Response): boolean {
  return (
    response.status !== 204 && (response.headers.get('content-type') ?? '').startsWith('application/json')
  );
}
