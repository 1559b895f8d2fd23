import { RunError } from '../../model/errors.ts';
import type { RetryVerdict } from './retry-policy.ts';

/** What was asked of Vault, as errors and logs name it: never a token, a body or a header. */
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
  readonly code?: string;
  readonly remedy?: string;
  readonly cause?: unknown;
}

/** A request that Vault refused, or that did not get an answer. */
export class VaultError extends RunError {
  override readonly name = 'VaultError';
  readonly request: VaultRequest;
  /** `null` when there was no answer. */
  readonly status: number | null;
  /** Vault's own words. */
  readonly errors: readonly string[];
  readonly request_id: string | null;
  readonly verdict: RetryVerdict;
  /** Milliseconds that the server asked to wait; `null` when it did not say. */
  readonly retry_after: number | null;
  readonly #happened: string;

  /** @param happened what came of it, as the rest of a sentence that begins with the request */
  constructor(code: string, asked: VaultRequest, happened: string, remedy: string, detail: Detail = {}) {
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

  /** The same error, no longer to be retried, with what else is known. */
  with(
    more: string,
    { code = this.code, remedy = this.remedy, cause = this.cause }: Change = {},
  ): VaultError {
    const { request, status, errors, request_id } = this;
    const happened = `${this.#happened}; ${more}`;
    return new VaultError(code, request, happened, remedy, { status, errors, request_id, cause });
  }
}
