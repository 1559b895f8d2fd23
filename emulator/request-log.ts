/** One request, as `GET /_emulator/requests` shows it: never with a header, a query string or a body. */
export interface LoggedRequest {
  readonly port: 'vault' | 'aws';
  /** When it arrived, RFC 3339. */
  readonly time: string;
  /** Vault's LIST stands for `?list=true` too. */
  readonly method: string;
  readonly path: string;
  /** On the Vault port. */
  readonly namespace?: string;
  /** On the AWS port, such as `CreateKey`. */
  readonly operation?: string;
  /** Counts the port's connections from 1. */
  readonly connection: number;
  /** `null`: not answered yet, or never. */
  readonly status: number | null;
  readonly duration_ms: number | null;
  /** What was done to it on purpose. */
  readonly fault?: string;
}

export type RequestLine = Omit<LoggedRequest, 'time' | 'status' | 'duration_ms' | 'fault'>;

/** The requests so far, in the order of their arrival. */
export class RequestLog {
  #requests: { readonly begun: number; entry: LoggedRequest }[] = [];
  readonly #clock: () => Date;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  /** Notes the arrival of a request. */
  begin(line: RequestLine): Recording {
    const now = this.#clock();
    const slot = {
      begun: now.getTime(),
      entry: { ...line, time: now.toISOString(), status: null, duration_ms: null } as LoggedRequest,
    };
    this.#requests.push(slot);
    const duration = () => this.#clock().getTime() - slot.begun;
    return {
      answered: (status) => {
        slot.entry = { ...slot.entry, status, duration_ms: duration() };
      },
      faulted: (fault) => {
        slot.entry = { ...slot.entry, fault };
      },
    };
  }

  entries(): LoggedRequest[] {
    return this.#requests.map(({ entry }) => entry);
  }

  clear(): void {
    this.#requests = [];
  }
}

/** What becomes of a request that was noted. */
export interface Recording {
  answered(status: number): void;
  faulted(fault: string): void;
}
