import type { VaultError } from './vault-error.ts';

/** The pause that Vault asked one request for by `Retry-After`, and that all requests of a connection keep. */
export class SharedPause {
  #until = Number.NEGATIVE_INFINITY;

  /** Notes the pause of an answer. Times are in milliseconds since the epoch. */
  note({ status, retry_after }: VaultError, now: number): void {
    if (retry_after !== null && (status === 429 || status === 503))
      this.#until = Math.max(this.#until, now + retry_after);
  }

  /**
   * How long a request has to wait.
   *
   * @param spread requests that wait together continue within so many milliseconds, not all at once
   */
  left(now: number, spread: number): number {
    return now >= this.#until ? 0 : this.#until - now + Math.round(Math.random() * spread);
  }
}
