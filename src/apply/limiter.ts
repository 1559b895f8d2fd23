/**
 * How many writes may be under way, and how far apart they start: a state machine without a clock or effects of its own.
 * Times are in milliseconds since any fixed moment.
 *
 * It starts with few writes at once, and doubles their number in each round trip. At the first sign of resistance it
 * halves the number; from then on it allows one more per round trip. A server that answers clearly slower than at its
 * best resists too. The idea is that of TCP Vegas, and of Netflix's
 * [concurrency-limits](https://github.com/Netflix/concurrency-limits).
 *
 * AWS throttles by rate, whatever the number of writes at once. From the first throttled write on, writes therefore also
 * start at a distance: at the rate that AWS accepted until then, slower after each throttled write, and a little faster
 * after each run of accepted ones.
 */
export interface Limiter {
  /** The window never grows beyond it. */
  readonly max: number;
  /** AWS, behind Vault, limits writes by rate. */
  readonly by_rate: boolean;
  /** The most writes at one time; grows by fractions. */
  readonly window: number;
  readonly running: number;
  /** Until the first resistance: how many writes may still start in this round; `null` afterwards. */
  readonly round: number | null;
  /** When the first write of the round started. */
  readonly since: number;
  /** The shortest answer so far; `null` before the first one. */
  readonly fastest: number | null;
  /** When the window or the rate was last reduced. What was sent before that says nothing new. */
  readonly reduced: number;
  /** Between the starts of two writes; `null`: AWS has not throttled. */
  readonly interval: number | null;
  /** The interval before the last trial of a shorter one; `null`: none was tried. */
  readonly held: number | null;
  /** No write starts before this time. */
  readonly next: number;
  /** When writes were accepted, until the first throttled one. */
  readonly accepted: readonly number[];
  /** Writes that were accepted since the interval changed. */
  readonly streak: number;
  /** The streak after which writes start faster: doubled by each throttled write. */
  readonly trial_streak: number;
  /** How often in turn the interval became longer. */
  readonly misses: number;
  /** The factor of the next trial of a shorter interval. */
  readonly step: number;
}

/** When a write was sent and answered. */
interface Answered {
  readonly sent: number;
  readonly now: number;
}

/** How a limiter starts. */
export interface LimiterSettings {
  /** How many writes at one time to start with. */
  readonly first: number;
  /** The most writes at one time. */
  readonly max: number;
  /** Whether Vault calls AWS for each write. */
  readonly by_rate: boolean;
}

export function newLimiter({ first, max, by_rate }: LimiterSettings): Limiter {
  const window = Math.min(first, max);
  return {
    max,
    by_rate,
    window,
    running: 0,
    round: window,
    since: Number.NEGATIVE_INFINITY,
    fastest: null,
    reduced: Number.NEGATIVE_INFINITY,
    interval: null,
    held: null,
    next: Number.NEGATIVE_INFINITY,
    accepted: [],
    streak: 0,
    misses: 0,
    trial_streak: 16,
    step: boldStep,
  };
}

/** How long until another write may start: 0 for at once, infinity for not before one has ended. */
export function waitToStart(limiter: Limiter, now: number): number {
  const { running, window, round, since, next, by_rate } = limiter;
  if (running >= Math.floor(window)) return Number.POSITIVE_INFINITY;
  if (round !== 0) return Math.max(0, next - now);
  return Math.max(0, since + (by_rate ? stragglerTime : longestRound) - now);
}

/** Doubling ends with a round that takes longer, in milliseconds. */
const longestRound = 1_000;
/** What is throttled may take as long, since Vault's AWS client sends it again by itself. */
const stragglerTime = 5_000;

/** A write starts. */
export function start(limiter: Limiter, now: number): Limiter {
  if (limiter.round === 0) return start({ ...limiter, round: null }, now);
  const { round, running, window } = limiter;
  return {
    ...reserve(limiter, now).limiter,
    round: round === null ? null : round - 1,
    since: round === window ? now : limiter.since,
    running: running + 1,
  };
}

/** A write that was throttled will be sent again: `at` is when. */
export function reserve(limiter: Limiter, now: number): { readonly limiter: Limiter; readonly at: number } {
  const { interval, next } = limiter;
  const at = Math.max(now, next);
  return { at, limiter: interval === null ? limiter : { ...limiter, next: at + interval } };
}

/** A write has ended, however it did. The next round begins when all of a round have ended. */
export function end(limiter: Limiter, now: number): Limiter {
  const running = limiter.running - 1;
  const { round, window, since } = limiter;
  if (round !== 0 || running > 0) return { ...limiter, running };
  if (now - since > longestRound) return { ...limiter, running, round: null };
  const wider = Math.min(limiter.max, 2 * window);
  return { ...limiter, running, window: wider, round: wider };
}

/** A write was accepted. */
export function accept(limiter: Limiter, { sent, now }: Answered): Limiter {
  const took = now - sent;
  const fastest = Math.min(limiter.fastest ?? took, took);
  const seen = { ...limiter, fastest };
  const isSlow = took > 2 * fastest + slack;
  if (limiter.interval !== null) return isSlow ? slower(seen, { sent, now }) : faster(seen);
  if (isSlow && !limiter.by_rate) return narrow(seen, { sent, now }, 0.8);
  const growth = limiter.round === null ? 1 / limiter.window : 0;
  return {
    ...seen,
    accepted: [...limiter.accepted, now].slice(-mostRemembered),
    window: Math.min(limiter.max, limiter.window + growth),
  };
}

/** An answer is slow when it takes twice as long as the fastest one, and so many milliseconds more. */
const slack = 200;

/** Vault answered that it has too much to do. */
export function overload(limiter: Limiter, answered: Answered): Limiter {
  return narrow(limiter, answered, 0.5);
}

function narrow(limiter: Limiter, { sent, now }: Answered, factor: number): Limiter {
  if (sent <= limiter.reduced) return limiter;
  return { ...limiter, window: Math.max(1, limiter.window * factor), round: null, reduced: now };
}

/** Above the quota's own interval: requests reach AWS with some jitter, which 50 ms of each second cover. */
const margin = 1.05;
const longestInterval = 5_000;

/**
 * AWS throttled a write. What it accepted per second until then is its quota, at least one.
 *
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 */
export function throttle(limiter: Limiter, { sent, now }: Answered): Limiter {
  if (limiter.interval !== null) return slower(limiter, { sent, now });
  const interval = (margin * 1_000) / Math.max(1, acceptedRate(limiter.accepted));
  // What is still under way may take the next second's quota.
  const next = now + interval * (limiter.running > 1 ? 1.5 : 1);
  return { ...limiter, interval, next, round: null, reduced: now, streak: 0 };
}

/** What AWS accepted per second. It accepts one second's worth at once, so that a burst says no more than its size. */
function acceptedRate(accepted: readonly number[]): number {
  const [first, last] = [accepted[0], accepted.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const inLastSecond = accepted.filter((time) => last - time < 1_000).length;
  return last === first
    ? inLastSecond
    : Math.min(inLastSecond, (1_000 * (accepted.length - 1)) / (last - first));
}

const mostRemembered = 100;

/**
 * A trial of a shorter interval that fails goes back, and the next one is smaller and later. Any other interval that
 * fails becomes longer, the more so the more often it fails in turn.
 */
function slower(limiter: Limiter, { sent, now }: Answered): Limiter {
  if (sent <= limiter.reduced) return limiter;
  const { held, misses, trial_streak } = limiter;
  const interval = limiter.interval!;
  const isTrial = held !== null && held > interval;
  const longer = isTrial ? held : Math.min(longestInterval, interval * (missFactors[misses] ?? 1.4));
  return {
    ...limiter,
    interval: longer,
    next: Math.max(limiter.next, now + longer),
    reduced: now,
    streak: 0,
    ...(isTrial ? { misses: 0, trial_streak: 2 * trial_streak, step: carefulStep } : { misses: misses + 1 }),
  };
}

/** The first miss may be due to what was sent before the first throttled write was answered. */
const missFactors = [1, 1.1, 1.2];

const boldStep = 0.9;
const carefulStep = 0.95;

function faster(limiter: Limiter): Limiter {
  const streak = limiter.streak + 1;
  const { interval, trial_streak, misses, step } = limiter;
  if (streak < trial_streak) return { ...limiter, streak, misses: streak > 2 ? 0 : misses };
  return { ...limiter, streak: 0, held: interval, interval: interval! * step };
}
