import type { Clock, Log } from '../../model/effects.ts';
import type { Secret } from '../../model/secret.ts';
import { connectionError } from './connection-error.ts';
import type { SeenState } from './consistency.ts';
import type { RawResponse } from './error-response.ts';
import { errorFromResponse, notVaultError, parse, requestId } from './error-response.ts';
import { AnswerTooLarge } from './read-body.ts';
import { type Redirect, redirectedTwice, redirectTarget } from './redirects.ts';
import { wireBody } from './request-body.ts';
import { retryAfter } from './retry-policy.ts';
import type { Route, Routes } from './routes.ts';
import type { ConnectionSettings, RequestBody, VaultData } from './vault.ts';
import type { VaultRequest } from './vault-error.ts';
import { VaultError } from './vault-error.ts';
import { segmentsOf, urlOf } from './vault-path.ts';

/** One request: what each attempt sends. */
export interface Call {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** Absolute. */
  readonly namespace: string;
  /** The connection's own namespace, absolute: mostly the one that issued the token. */
  readonly home: string;
  readonly path: readonly string[];
  readonly query: '' | '?list=true';
  readonly body: RequestBody | null;
  readonly token: Secret | null;
  /** Statuses that mean, as 404 does, that the object does not exist. */
  readonly absent: readonly number[];
}

export interface ExchangeEffects {
  readonly settings: ConnectionSettings;
  readonly routes: Routes;
  readonly seen: SeenState;
  readonly clock: Clock;
  readonly log: Log;
  readonly mayRedirectTo: (target: URL) => boolean;
  /** The redirects that the log names already: two origins each. */
  readonly announced: Set<string>;
}

export function askedBy({ method, namespace, path, query }: Omit<Call, 'token'>): VaultRequest {
  return { method: query === '' ? method : 'LIST', path: segmentsOf([namespace, ...path]).join('/') };
}

/**
 * Sends a request once.
 *
 * @param signal aborts it; the reason `REQUEST_TIMEOUT` is our own deadline
 * @returns Vault's answer; `null` for 204, and for an object that does not exist
 * @throws VaultError for every other answer, and without an answer
 */
export async function exchange(
  call: Call,
  signal: AbortSignal,
  effects: ExchangeEffects,
): Promise<VaultData | null> {
  const { log } = effects;
  const asked = askedBy(call);
  const received = await sendFollowing(call, signal, effects);
  if (received.status === 204) return null;
  if (received.status === 404 && call.method !== 'PUT' && hasNoErrors(received)) return null;
  if (call.absent.includes(received.status)) return null;
  if (received.status === 404 && isForeignJson(received)) throw notVaultError(asked, received);
  if (received.status < 200 || received.status > 299) throw errorFromResponse(asked, received);
  const answer = parse(received.text);
  if (typeof answer !== 'object' || answer === null) throw notVaultError(asked, received);
  assertNotControlGroup(asked, answer as VaultData);
  for (const warning of warningsIn(answer as VaultData)) {
    log.warning(`${asked.method} ${asked.path}: Vault warns: ${warning}`);
  }
  return answer as VaultData;
}

interface Sent extends RawResponse {
  readonly redirect: Redirect | null;
}

/** Sends a request to Vault, and once more to where Vault redirects it. */
async function sendFollowing(call: Call, signal: AbortSignal, effects: ExchangeEffects): Promise<Sent> {
  const { settings, mayRedirectTo } = effects;
  const asked = askedBy(call);
  const first = urlOf(settings.url, call.path, call.query);
  const received = await send(call, first, signal, effects);
  if (received.redirect === null) return received;
  const second = redirectTarget(asked, first, received.redirect, mayRedirectTo);
  announce(first, second, effects);
  const answer = await send(call, second, signal, effects);
  if (answer.redirect !== null) throw redirectedTwice(asked, [first, second], answer.redirect);
  return answer;
}

/** Says once for each pair of hosts what the other host gets. */
function announce(from: URL, to: URL, { settings, announced, log }: ExchangeEffects): void {
  const pair = `${from.origin} redirects to ${to.origin}`;
  if (from.origin === to.origin || announced.has(pair)) return;
  announced.add(pair);
  const certificate = settings.tls.cert === null ? '' : ', and the client certificate,';
  const kept = Object.keys(settings.extra_headers).length === 0 ? '' : '; `extra_headers` are not';
  log.info(`${pair}, as a standby does: the token${certificate} is sent there as well${kept}`);
}

async function send(call: Call, url: URL, signal: AbortSignal, effects: ExchangeEffects): Promise<Sent> {
  const { routes, clock, log } = effects;
  const { method, path } = askedBy(call);
  const route = routes.to(url);
  const started = clock.now().getTime();
  const logEnd = (how: string) =>
    log.debug(`${method} ${path}: ${how} (${clock.now().getTime() - started} ms)`);
  try {
    const received = await over(route, call, url, signal, effects);
    const id = requestId(parse(received.text));
    logEnd(`${received.status}${id === null ? '' : `, request id ${id}`}`);
    return received;
  } catch (error) {
    if (error instanceof AnswerTooLarge) throw tooLarge({ method, path }, error);
    logEnd('no answer');
    throw connectionError({ method, path }, error, route.shown, url.protocol === 'http:');
  }
}

async function over(
  route: Route,
  call: Call,
  url: URL,
  signal: AbortSignal,
  effects: ExchangeEffects,
): Promise<Sent> {
  const { status, headers, text } = await route.send({
    method: call.method,
    url,
    headers: headersOf(call, url, effects),
    body: call.body === null ? null : wireBody(call.body),
    signal,
  });
  const header = (name: string) => [headers[name] ?? []].flat()[0] ?? null;
  const location = header('location');
  effects.seen.note(header('x-vault-index'));
  return {
    status,
    text,
    content_type: header('content-type') ?? '',
    retry_after: retryAfter(header('retry-after'), effects.clock),
    redirect: location !== null && status >= 300 && status < 400 ? { status, location } : null,
  };
}

function tooLarge(asked: VaultRequest, { message }: AnswerTooLarge): VaultError {
  const remedy =
    'Check that `url` is the address of Vault. A mount with that many keys or providers has to be split.';
  return new VaultError('unexpected_answer', asked, message, remedy);
}

/** `extra_headers` are for the gateway at `url`, and go to no host that a redirect names. */
function headersOf(
  { namespace, token, body }: Call,
  url: URL,
  { settings, seen }: ExchangeEffects,
): Record<string, string> {
  return {
    ...(url.origin === settings.url.origin ? settings.extra_headers : {}),
    'user-agent': settings.user_agent,
    'x-vault-request': 'true',
    ...(namespace === '' ? {} : { 'x-vault-namespace': namespace }),
    ...(token === null ? {} : { 'x-vault-token': token.reveal() }),
    ...(seen.header === null ? {} : { 'x-vault-index': seen.header }),
    ...(body === null ? {} : { 'content-type': 'application/json' }),
  };
}

/**
 * Vault answers 404 with an empty list of errors, or with the data of a deleted object, for an unknown name or an empty
 * list. JSON of another shape is another service's.
 */
function hasNoErrors({ text }: RawResponse): boolean {
  const answer = parse(text);
  if (typeof answer !== 'object' || answer === null) return false;
  if ('errors' in answer) return Array.isArray(answer.errors) && answer.errors.length === 0;
  return 'data' in answer || 'warnings' in answer;
}

/** An object without Vault's fields: whatever has an API of its own, such as another service on the same port. */
function isForeignJson({ text }: RawResponse): boolean {
  const answer = parse(text);
  return (
    typeof answer === 'object' &&
    answer !== null &&
    !['errors', 'data', 'warnings'].some((field) => field in answer)
  );
}

/** A control group answers 200 with a wrapping token instead of the answer. */
function assertNotControlGroup(asked: VaultRequest, { wrap_info }: VaultData): void {
  if (typeof wrap_info !== 'object' || wrap_info === null || !('accessor' in wrap_info)) return;
  throw new VaultError(
    'approval_required',
    asked,
    `a control group has to approve this request first (accessor ${wrap_info.accessor}); nothing was done`,
    'Exclude the path from the control group for this token, or have an approver authorize the accessor (`vault write sys/control-group/authorize accessor=…`) and send the request by hand.',
    { status: 200 },
  );
}

function warningsIn({ warnings }: VaultData): string[] {
  return Array.isArray(warnings)
    ? warnings.filter((warning) => typeof warning === 'string').slice(0, 20)
    : [];
}
