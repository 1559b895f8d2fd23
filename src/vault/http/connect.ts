import limited from 'p-limit';
import type { ErrorCode } from '../../model/codes/catalogue.ts';
import type { Clock, Env, Log } from '../../model/effects.ts';
import { Secret } from '../../model/secret.ts';
import { abortedAfter, RequestAborted, withTimeout } from './abort.ts';
import { explainDenial } from './capabilities.ts';
import { SeenState } from './consistency.ts';
import type { Call } from './exchange.ts';
import { askedBy, exchange } from './exchange.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { defaultRetryPolicy } from './retry-policy.ts';
import { routes } from './routes.ts';
import { sendWithRetry } from './send-with-retry.ts';
import { SharedPause } from './shared-pause.ts';
import type {
  Connection,
  ConnectionSettings,
  TokenSource,
  VaultData,
  VaultPath,
  WriteOptions,
} from './vault.ts';
import { VaultError } from './vault-error.ts';
import { joinNamespaces } from './vault-path.ts';

export interface ConnectionEffects {
  readonly clock: Clock;
  readonly log: Log;
  /** Names the proxy. */
  readonly env: Env;
  /** Aborted when the run is cancelled: reads are aborted at once, writes in flight after `limits.grace`, and nothing new is sent. */
  readonly signal: AbortSignal;
  /** Whether a redirect to another host may be followed; left out: yes. */
  readonly mayRedirectTo?: (target: URL) => boolean;
}

/** Opens a connection without a token: log in, then continue {@link Connection.with} the token. */
export function connect(
  settings: ConnectionSettings,
  effects: ConnectionEffects,
  limits: RetryPolicy = defaultRetryPolicy,
): Connection {
  const { clock, log, env, signal, mayRedirectTo = () => true } = effects;
  if (settings.tls.skip_verify) {
    log.warning(
      'tls_skip_verify is true: the server is not verified, and any server that answers gets the secrets. Use ca_certificate instead.',
    );
  }
  if (settings.url.protocol === 'http:' && !isLoopback(settings.url)) {
    log.warning(`url is ${settings.url.origin}: tokens and credentials are sent unencrypted. Use https.`);
  }
  const openRoutes = routes(settings.tls, settings.max_concurrency, env);
  const seen = new SeenState();
  const announced = new Set<string>();
  const contact = { answered: false, logged: new Set<string>() };
  const deadline = clock.now().getTime() + settings.timeout;
  const inTurn = limited(settings.max_concurrency);
  const cancelled = { read: abortedAfter(signal, 0), write: abortedAfter(signal, limits.grace) };

  const pause = new SharedPause();

  const keepPause = async (call: Call) => {
    const now = clock.now().getTime();
    const time = pause.left(now, limits.first_delay);
    if (time === 0) return;
    if (now + time >= deadline)
      throw notSent(
        call,
        'run_timeout',
        'Vault asked for a pause (Retry-After) that ends after the `timeout` of the run',
        'Raise `timeout`, or run again later.',
      );
    await clock.sleep(time, signal).catch(() => {});
  };

  const attempt = async (call: Call, kind: 'read' | 'write') => {
    await keepPause(call);
    const left = deadline - clock.now().getTime();
    if (signal.aborted) throw notSent(call, 'cancelled', 'the run was cancelled', 'Run again.');
    if (left <= 0)
      throw notSent(
        call,
        'run_timeout',
        'the `timeout` of the run has passed',
        'Raise `timeout`, and run again.',
      );
    const time = Math.min(left, settings.request_timeout);
    const reason =
      left < settings.request_timeout
        ? new RequestAborted('RUN_TIMEOUT', 'none before the `timeout` of the run')
        : new RequestAborted('REQUEST_TIMEOUT', `none within ${time / 1_000} s`);
    return withTimeout(time, reason, cancelled[kind], (end) =>
      exchange(call, end, {
        settings,
        routes: openRoutes,
        seen,
        announced,
        clock,
        log,
        mayRedirectTo,
      }),
    ).catch((error: unknown) => {
      if (error instanceof VaultError) pause.note(error, clock.now().getTime());
      throw error;
    });
  };

  type Turn = <T>(work: () => Promise<T>) => Promise<T>;
  const send = async (
    { source, ...call }: Outgoing,
    kind: 'read' | 'write',
    options: WriteOptions = {},
    turn: Turn = inTurn,
  ) => {
    const ask = (other: Omit<Call, 'token'>) =>
      turn(async () => attempt({ ...other, token: await tokenOf(source) }, kind));
    const once = () =>
      turn(async () => {
        const token = await tokenOf(source);
        options.pace?.sent();
        return attempt({ ...call, token }, kind);
      });
    try {
      return await sendWithRetry(once, options, { limits, clock, log, signal, deadline, contact });
    } catch (error) {
      if (!(error instanceof VaultError) || source === null) throw error;
      if (error.code !== 'permission_denied' && error.code !== 'token_invalid') throw error;
      const denied = source instanceof Secret ? error : source.explain(error);
      throw denied.code === 'permission_denied' ? await explainDenial(denied, call, ask) : denied;
    }
  };

  const as = (source: Secret | TokenSource | null, base: string): Connection => {
    const call = ({ namespace, path }: VaultPath, rest: Pick<Call, 'method'> & Partial<Call>): Outgoing => ({
      namespace: joinNamespaces(base, namespace),
      home: base,
      path,
      query: '',
      body: null,
      source,
      absent: [],
      ...rest,
    });
    return {
      async get(at, { absent = [] } = {}) {
        const answer = await send(call(at, { method: 'GET', absent }), 'read');
        return answer === null ? null : dataOf(answer);
      },
      async list(at) {
        const answer = await send(call(at, { method: 'GET', query: '?list=true' }), 'read');
        const keys = answer === null ? [] : dataOf(answer)['keys'];
        return Array.isArray(keys) ? keys.map(String) : [];
      },
      async put(at, body, write) {
        const answer = await send(call(at, { method: 'PUT', body }), 'write', write);
        return answer === null ? null : dataOf(answer);
      },
      async delete(at, write) {
        await send(call(at, { method: 'DELETE' }), 'write', write);
      },
      async authenticate(at, body, renewed) {
        const login = { ...call(at, { method: 'PUT', body }), source: renewed ?? null };
        const answer = await send(login, 'write', {}, (work) => work());
        const auth = answer?.['auth'];
        if (typeof auth === 'object' && auth !== null) return auth as VaultData;
        throw new VaultError(
          'no_token',
          askedBy(login),
          'Vault answered without a token',
          'Check that `auth_path` is the mount of a login method.',
        );
      },
      with: (change) => as(change.token ?? source, change.namespace ?? base),
      close: () => openRoutes.close(),
    };
  };
  return as(null, settings.namespace);
}

/** A request before its token is known, which each attempt takes anew. */
type Outgoing = Omit<Call, 'token'> & { readonly source: Secret | TokenSource | null };

async function tokenOf(source: Secret | TokenSource | null): Promise<Secret | null> {
  return source === null || source instanceof Secret ? source : source.current();
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

function notSent(call: Call, code: ErrorCode, why: string, remedy: string): VaultError {
  return new VaultError(code, askedBy(call), `not sent: ${why}`, remedy);
}

function dataOf(answer: VaultData): VaultData {
  const { data } = answer;
  return typeof data === 'object' && data !== null ? (data as VaultData) : answer;
}
