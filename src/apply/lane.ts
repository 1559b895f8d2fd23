import type { Clock, Log } from '../model/effects.ts';
import type { WritePace } from '../vault/http/vault.ts';
import type { VaultError } from '../vault/http/vault-error.ts';
import {
  accept,
  end,
  type Limiter,
  type LimiterSettings,
  newLimiter,
  overload,
  reserve,
  start,
  throttle,
  waitToStart,
} from './limiter.ts';

/** Writes that share one limit: those to one KMS provider, or all others to Vault. */
export interface LaneSettings extends LimiterSettings {
  /** What the log calls it, such as `keymgmt/kms/aws-us-west-2`. */
  readonly name: string;
}

/** A step's turn in its lane. It ends with the answer to the step's write; another write of the step waits for another. */
export interface Turn extends WritePace {
  /** The step has ended, however it did. */
  end(): void;
}

/** Called with whether the step starts. */
type Begin = (starts: boolean) => void;

/** A queue in front of a {@link Limiter}. */
export class Lane {
  readonly #settings: LaneSettings;
  readonly #clock: Clock;
  readonly #log: Log;
  /** Steps under way come before those that have not started. */
  readonly #waiting = { underWay: new Set<Begin>(), new: new Set<Begin>() };
  readonly #stops = new WeakSet<AbortSignal>();
  #limiter: Limiter;
  #wakes = Number.POSITIVE_INFINITY;

  constructor(settings: LaneSettings, { clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#settings = settings;
    this.#clock = clock;
    this.#log = log;
    this.#limiter = newLimiter(settings);
  }

  /** Waits until a step may start; `null` when the signal is aborted before. */
  async enter(signal: AbortSignal): Promise<Turn | null> {
    if (signal.aborted) return null;
    if (!this.#stops.has(signal)) signal.addEventListener('abort', () => this.#sendHome(), { once: true });
    this.#stops.add(signal);
    return (await this.#wait(this.#waiting.new)) ? this.#turn() : null;
  }

  #wait(among: Set<Begin>): Promise<boolean> {
    return new Promise((resolve) => {
      among.add(resolve);
      this.#admit();
    });
  }

  /** Lets as many start as may. */
  #admit(): void {
    for (const waiting of [this.#waiting.underWay, this.#waiting.new]) {
      for (const begin of waiting) {
        const wait = waitToStart(this.#limiter, this.#now());
        if (wait > 0) {
          if (Number.isFinite(wait)) this.#wakeAfter(wait);
          return;
        }
        this.#limiter = start(this.#limiter, this.#now());
        waiting.delete(begin);
        begin(true);
      }
    }
  }

  /** Those that have not started will not. */
  #sendHome(): void {
    for (const begin of this.#waiting.new) begin(false);
    this.#waiting.new.clear();
  }

  #wakeAfter(ms: number): void {
    const at = this.#now() + ms;
    if (at >= this.#wakes) return;
    this.#wakes = at;
    this.#clock.sleep(ms).then(() => {
      if (this.#wakes === at) this.#wakes = Number.POSITIVE_INFINITY;
      this.#admit();
    });
  }

  #turn(): Turn {
    let holds = true;
    let sent = this.#now();
    const leave = () => {
      if (!holds) return;
      holds = false;
      this.#limiter = end(this.#limiter, this.#now());
      this.#admit();
    };
    return {
      ready: async () => {
        if (!holds) holds = await this.#wait(this.#waiting.underWay);
      },
      sent: () => {
        sent = this.#now();
      },
      accepted: () => {
        this.#limiter = accept(this.#limiter, { sent, now: this.#now() });
        leave();
      },
      failed: (error) => {
        const delay = this.#resisted(error, sent);
        this.#admit();
        return delay;
      },
      end: leave,
    };
  }

  #resisted(error: VaultError, sent: number): number | null {
    const now = this.#now();
    const before = this.#limiter;
    if (this.#settings.by_rate && error.code === 'aws_throttled') {
      const { limiter, at } = reserve(throttle(before, { sent, now }), now);
      this.#limiter = limiter;
      if (limiter.interval !== before.interval)
        this.#say(`AWS throttles; one write every ${seconds(limiter)} s`);
      return Math.max(at - now, error.retry_after ?? 0);
    }
    if (!isOverload(error)) return null;
    this.#limiter = overload(before, { sent, now });
    if (this.#limiter.window < before.window)
      this.#say(
        `${error.status ?? 'Vault'}: continuing with ${Math.floor(this.#limiter.window)} write(s) at once`,
      );
    return null;
  }

  #say(what: string): void {
    this.#log.info(`${this.#settings.name}: ${what}`);
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}

/** Vault, or AWS behind it, has too much to do. */
function isOverload({ status, code }: VaultError): boolean {
  return status === 429 || status === 503 || code === 'aws_throttled';
}

function seconds({ interval }: Limiter): string {
  return ((interval ?? 0) / 1_000).toFixed(1);
}
