import type { ErrorCode } from '../../model/codes/catalogue.ts';
import { RunError } from '../../model/errors.ts';
import type { RetryVerdict } from './retry-policy.ts';

/** A request as errors and logs name it: never with a token, a body or a header. */
export interface VaultRequest {
  readonly method: string;
  /** With its namespace: `team-a/keymgmt/kms/aws`. */
  readonly path: string;
}

interface Detail {
  readonly status?: number | null;
  readonly errors?: readonly string[];
  readonly request_id?: string | null;
  readonly verdict?: RetryVerdict;
  readonly retry_after?: number | null;
  readonly cause?: unknown;
}

interface Change {
  readonly code?: ErrorCode;
  readonly remedy?: string;
  readonly cause?: unknown;
}

/** A request that Vault answered with an error, or that got no answer. */
export class VaultError extends RunError {
  override readonly name = 'VaultError';
  readonly request: VaultRequest;
  /** `null` without an answer. */
  readonly status: number | null;
  /** The errors in Vault's answer. */
  readonly errors: readonly string[];
  readonly request_id: string | null;
  readonly verdict: RetryVerdict;
  /** Milliseconds that the server asked to wait; `null` when it did not. */
  readonly retry_after: number | null;
  readonly #happened: string;

  /** @param happened the rest of a sentence that begins with the request */
  constructor(code: ErrorCode, asked: VaultRequest, happened: string, remedy: string, detail: Detail = {}) {
    const { status = null, errors = [], request_id = null, verdict = 'final', retry_after = null } = detail;
    const id = request_id === null ? '' : ` (request id ${request_id})`;
    super(code, `${asked.method} ${asked.path}: ${happened}${id}`, remedy, { cause: detail.cause });
    this.request = asked;
    this.status = status;
    this.errors = errors;
    this.request_id = request_id;
    this.verdict = verdict;
    this.retry_after = retry_after;
    this.#happened = happened;
  }

  /** The same error under a code that says what was rejected. */
  named(code: ErrorCode): VaultError {
    const { request, status, errors, request_id, remedy, cause } = this;
    return new VaultError(code, request, this.#happened, remedy, { status, errors, request_id, cause });
  }

  /** The same error, final now, with more detail. */
  with(
    more: string,
    { code = this.code, remedy = this.remedy, cause = this.cause }: Change = {},
  ): VaultError {
    const { request, status, errors, request_id } = this;
    const happened = `${this.#happened}; ${more}`;
    return new VaultError(code, request, happened, remedy, { status, errors, request_id, cause });
  }
}
