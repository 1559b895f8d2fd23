import { systemClock } from '../../../src/effects/clock.ts';
import type { Env, Log } from '../../../src/model/effects.ts';
import { connect } from '../../../src/vault/http/connect.ts';
import type { RetryPolicy } from '../../../src/vault/http/retry-policy.ts';
import type { Connection, ConnectionSettings } from '../../../src/vault/http/vault.ts';

export const quick: RetryPolicy = { tries: 4, first_delay: 4, longest_delay: 20, grace: 150 };

export const noTls = { ca: null, cert: null, key: null, server_name: null, skip_verify: false };

/** A log that is kept, line by line with its level, without debug lines. */
export function keptLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const at = (level: string) => (line: string) => void lines.push(`${level}: ${line}`);
  return {
    lines,
    debug: () => {},
    info: at('info'),
    notice: at('notice'),
    warning: at('warning'),
    error: at('error'),
    progress: () => {},
    group: (_title, work) => work(),
  };
}

export interface Opened {
  readonly connection: Connection;
  readonly lines: string[];
  readonly cancel: () => void;
}

export function open(
  url: URL,
  settings: Partial<ConnectionSettings> = {},
  { env = {}, limits = quick }: { env?: Env; limits?: RetryPolicy } = {},
): Opened {
  const log = keptLog();
  const run = new AbortController();
  const whole: ConnectionSettings = {
    url,
    namespace: '',
    extra_headers: {},
    tls: noTls,
    request_timeout: 2_000,
    timeout: 10_000,
    max_concurrency: 4,
    user_agent: 'test/1',
    ...settings,
  };
  const effects = { clock: systemClock, log, env, signal: run.signal };
  return { connection: connect(whole, effects, limits), lines: log.lines, cancel: () => run.abort() };
}
