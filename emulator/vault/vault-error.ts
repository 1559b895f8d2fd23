import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** An error response of Vault: the status, and the messages in `errors`. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly status: ContentfulStatusCode;
  readonly errors: readonly string[];

  constructor(status: number, ...errors: string[]) {
    super(errors.join('; '));
    this.status = status as ContentfulStatusCode;
    this.errors = errors;
  }
}

/** A 400: the request itself is wrong. */
export function rejected(...errors: string[]): VaultError {
  return new VaultError(400, ...errors);
}

export function permissionDenied(): VaultError {
  return new VaultError(403, '1 error occurred:\n\t* permission denied\n\n');
}

export function badToken(): VaultError {
  return new VaultError(403, 'permission denied');
}

/** A 404 with an empty `errors`, as Vault returns it. */
export function notFound(): VaultError {
  return new VaultError(404);
}

export function unsupportedPath(): VaultError {
  return new VaultError(404, '1 error occurred:\n\t* unsupported path\n\n');
}

export function unsupportedOperation(): VaultError {
  return new VaultError(405, '1 error occurred:\n\t* unsupported operation\n\n');
}

export function noHandler(path: string): VaultError {
  return new VaultError(404, `no handler for route "${path}". route entry not found.`);
}
