import { Refusal } from '../refusal.ts';

/** A Vault or OpenBao that serves what is not ours. */
export class Remote {
  readonly #url: URL;

  constructor(url: URL) {
    this.#url = url;
  }

  /** Asks it something on a caller's behalf. */
  async ask(method: string, path: string, { token, namespace, body }: Asking): Promise<RemoteAnswer> {
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
   * Passes a request on as it came, and its answer back.
   *
   * @param target as sent
   */
  async forward(request: Request, target: string, body: ArrayBuffer): Promise<Response> {
    const headers = new Headers(request.headers);
    for (const name of ownToTheConnection) headers.delete(name);
    const answer = await this.#fetch(target, {
      method: request.method,
      headers,
      redirect: 'manual',
      ...(body.byteLength > 0 ? { body } : {}),
    });
    const passed = new Headers(answer.headers);
    for (const name of [...ownToTheConnection, 'content-encoding']) passed.delete(name);
    return new Response(answer.body, { status: answer.status, headers: passed });
  }

  async #fetch(target: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(new URL(target, this.#url), init);
    } catch (error) {
      const { cause, message } = error as Error;
      const why = cause instanceof Error ? cause.message : message;
      throw new Refusal(502, `the upstream ${this.#url.origin} does not answer: ${why}`);
    }
  }
}

export interface Asking {
  readonly token: string;
  /** Empty, or with a slash at its end. */
  readonly namespace: string;
  readonly body?: unknown;
}

export interface RemoteAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each endpoint answers something else
  readonly body: any;
}

const ownToTheConnection = [
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
