import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Vault's answer to what it does not do: a status and its words, which go into `errors`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: ContentfulStatusCode;
  readonly errors: readonly string[];

  constructor(status: ContentfulStatusCode, ...errors: string[]) {
    super(errors.join('; '));
    this.status = status;
    this.errors = errors;
  }
}

export function permissionDenied(): Refusal {
  return new Refusal(403, '1 error occurred:\n\t* permission denied\n\n');
}

export function badToken(): Refusal {
  return new Refusal(403, 'permission denied');
}

/** Nothing is there: Vault says so with no words. */
export function nothingThere(): Refusal {
  return new Refusal(404);
}

export function unsupportedPath(): Refusal {
  return new Refusal(404, '1 error occurred:\n\t* unsupported path\n\n');
}

export function noHandler(path: string): Refusal {
  return new Refusal(404, `no handler for route "${path}". route entry not found.`);
}
