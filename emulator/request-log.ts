/** One request as `GET /_emulator/requests` returns it: without headers, query string and body. */
export interface LoggedRequest {
  readonly port: 'vault' | 'aws';
  /** When it arrived, RFC 3339. */
  readonly time: string;
  /** `LIST` also for `?list=true`. */
  readonly method: string;
  readonly path: string;
  /** Vault port only. */
  readonly namespace?: string;
  /** AWS port only, such as `CreateKey`. */
  readonly operation?: string;
  /** The number of the connection on this port, from 1. */
  readonly connection: number;
  /** `null`: no response was sent, or not yet. */
  readonly status: number | null;
  readonly duration_ms: number | null;
  /** The fault that was applied. */
  readonly fault?: string;
}

export type RequestLine = Omit<LoggedRequest, 'time' | 'status' | 'duration_ms' | 'fault'>;

/** Completes the log entry of a request. */
export interface Recording {
  answered(status: number): void;
  faulted(fault: string): void;
}

export type RequestLog = ReturnType<typeof newRequestLog>;

/** The requests so far, in order of arrival. */
export function newRequestLog(clock: () => Date) {
  let requests: LoggedRequest[] = [];
  return {
    entries: (): readonly LoggedRequest[] => requests,
    clear(): void {
      requests = [];
    },
    /** Records the arrival of a request. */
    begin(line: RequestLine): Recording {
      const begun = clock();
      const entry: LoggedRequest = { ...line, time: begun.toISOString(), status: null, duration_ms: null };
      requests.push(entry);
      const complete = (more: Partial<LoggedRequest>) => void Object.assign(entry, more);
      return {
        answered: (status) => complete({ status, duration_ms: clock().getTime() - begun.getTime() }),
        faulted: (fault) => complete({ fault }),
      };
    },
  };
}
