/** Why a request was aborted before its answer arrived: the reason of its signal. */
export class RequestAborted extends Error {
  override readonly name = 'RequestAborted';
  readonly code: 'REQUEST_TIMEOUT' | 'RUN_TIMEOUT' | 'CANCELLED';

  constructor(code: RequestAborted['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Runs `work` with a signal that is aborted after `ms` milliseconds, or with `other`.
 *
 * @param reason the signal's reason after that time
 */
export async function withTimeout<T>(
  ms: number,
  reason: RequestAborted,
  other: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(reason), ms);
  try {
    return await work(AbortSignal.any([timer.signal, other]));
  } finally {
    clearTimeout(timeout);
  }
}

/** Aborted, as cancelled, `ms` milliseconds after `signal`. */
export function abortedAfter(signal: AbortSignal, ms: number): AbortSignal {
  const delayed = new AbortController();
  const cancelled = new RequestAborted('CANCELLED', 'the run was cancelled');
  const start = () => setTimeout(() => delayed.abort(cancelled), ms).unref();
  if (signal.aborted) start();
  else signal.addEventListener('abort', start, { once: true });
  return delayed.signal;
}
