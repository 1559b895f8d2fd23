import type { ErrorCode } from '../../model/codes/catalogue.ts';
import { parseJson } from '../../model/parse-json.ts';
import { verdictOnStatus } from './retry-policy.ts';
import type { VaultRequest } from './vault-error.ts';
import { VaultError } from './vault-error.ts';

/** An answer as it came over the wire. */
export interface RawResponse {
  readonly status: number;
  readonly text: string;
  readonly content_type: string;
  /** Milliseconds; `null` when the answer does not say. */
  readonly retry_after: number | null;
}

interface Explanation {
  readonly code: ErrorCode;
  /** Matched against the status; `null`: any. */
  readonly status: RegExp | null;
  /** Matched against Vault's text. It only chooses the remedy, never what is done, except for AWS throttling. */
  readonly words: RegExp | null;
  /** Matched against the path; `null`: any. */
  readonly path?: RegExp;
  readonly remedy: string;
}

/** Vault's own endpoints, which no engine serves. */
const ownEndpoint = /(^|\/)(sys|auth)\//;

/** The first match explains the answer; the last entries take every status that is left. */
const explanations: readonly Explanation[] = [
  {
    code: 'aws_throttled',
    status: null,
    words: /ThrottlingException|TooManyRequests|RequestLimitExceeded|rate exceeded/i,
    remedy: 'The AWS account has reached its request quotas: run again, or request higher quotas from AWS.',
  },
  {
    code: 'sealed',
    status: /^503$/,
    words: /sealed/i,
    remedy:
      'Unseal Vault (`vault operator unseal`), or wait until its auto-unseal has done so, then run again.',
  },
  {
    code: 'standby',
    status: /^47[23]$/,
    words: null,
    remedy:
      'Point `url` at the active node, or at a load balancer that sends requests there (`sys/leader` names it).',
  },
  {
    code: 'not_caught_up',
    status: /^412$/,
    words: null,
    remedy: 'This standby lags behind its active node: point `url` at the active node, or run again later.',
  },
  {
    code: 'rate_limited',
    status: /^429$/,
    words: null,
    remedy: 'Lower `max_concurrency`, or raise the rate limit quota (`sys/quotas/rate-limit`).',
  },
  {
    code: 'token_too_large',
    status: /^431$/,
    words: null,
    remedy:
      'Vault accepts tokens of up to 8 KB: use a service token, or a batch token with fewer policies and less metadata.',
  },
  {
    code: 'tls_required',
    status: /^400$/,
    words: /HTTP request to an HTTPS server/i,
    remedy: 'Vault speaks TLS on this port: write `https://` in `url`.',
  },
  {
    code: 'tls_server_name',
    status: /^421$/,
    words: null,
    remedy:
      'The server does not serve the host name of this connection: check `url` and `tls_server_name`, and any proxy in front of Vault.',
  },
  {
    code: 'namespace_not_found',
    status: /^40[04]$/,
    words: /namespace.*(not found|does not exist|invalid)/i,
    remedy:
      'Check `vault_namespace`, `auth_namespace` and the declared `namespace` (the last is relative to the first); `vault namespace list` lists the namespaces.',
  },
  {
    code: 'enterprise_required',
    status: null,
    words: /enterprise|licen[sc]e|(unknown|unsupported) backend type|plugin not found in the catalog/i,
    remedy:
      'The keymgmt engine needs Vault Enterprise with the Advanced Data Protection module, or HCP Vault; for tests, `npm run emulator` has one.',
  },
  {
    code: 'not_found',
    status: /^40[45]$/,
    words: /unsupported (path|operation)|no handler for route|route entry not found/i,
    path: ownEndpoint,
    remedy:
      'This Vault does not serve the endpoint: check that the namespace exists (`vault_namespace`, `namespace`), `auth_path` for a login, and the version of Vault otherwise.',
  },
  {
    code: 'no_engine',
    status: /^404$/,
    words: /no handler for route|route entry not found/i,
    remedy: 'Nothing is mounted there: check `path` and the namespace, or set `create_mount: true`.',
  },
  {
    code: 'not_keymgmt',
    status: /^40[45]$/,
    words: /unsupported (path|operation)/i,
    remedy: 'The engine mounted there does not know this path: is it of type keymgmt (`vault secrets list`)?',
  },
  {
    code: 'permission_denied',
    status: /^40[13]$/,
    words: null,
    remedy:
      'Attach a policy that allows it: the command `policy` prints the least-privilege policy of each command.',
  },
  {
    code: 'not_found',
    status: /^404$/,
    words: null,
    remedy: 'Check the name and the namespace.',
  },
  {
    code: 'request_rejected',
    status: /^41[34]$/,
    words: null,
    remedy:
      'The request is too large for Vault or a proxy in front of it: raise `max_request_size` of the listener, or the limit of the proxy.',
  },
  {
    code: 'timeout',
    status: /^408$/,
    words: null,
    remedy: 'The server waited too long for the request: check the network between the runner and Vault.',
  },
  {
    code: 'unavailable',
    status: /^5/,
    words: /./,
    remedy: "Check Vault's server log for this request, then run again: completed steps are kept.",
  },
  {
    code: 'unavailable',
    status: /^5/,
    words: null,
    remedy:
      "The answer gives no reason: check Vault's server log, and any proxy or load balancer, then run again: completed steps are kept.",
  },
  {
    code: 'request_rejected',
    status: /^4/,
    words: /./,
    remedy: 'Correct what the quoted answer names.',
  },
  {
    code: 'request_rejected',
    status: /^4/,
    words: null,
    remedy:
      "The answer gives no reason: check Vault's server log, and any proxy or load balancer between the runner and Vault.",
  },
];

/** Any other status is none that Vault gives. */
const otherStatus: Omit<Explanation, 'status' | 'words'> = {
  code: 'not_vault',
  remedy:
    'Vault gives no such status: check `url`, and any proxy or load balancer between the runner and Vault.',
};

/** The error for an answer that is not a success. */
export function errorFromResponse(asked: VaultRequest, received: RawResponse): VaultError {
  const { status, retry_after } = received;
  const json = parse(received.text);
  if (json === null && looksLikePage(received)) return notVaultError(asked, received);
  const errors = errorsIn(json) ?? (received.text.trim() === '' ? [] : [received.text.trim().slice(0, 500)]);
  const said = errors.join('; ');
  const { code, remedy } =
    explanations.find(
      (one) =>
        (one.status?.test(String(status)) ?? true) &&
        (one.words?.test(said) ?? true) &&
        (one.path?.test(asked.path) ?? true),
    ) ?? otherStatus;
  return new VaultError(code, asked, `Vault answered ${status}${said === '' ? '' : `: "${said}"`}`, remedy, {
    status,
    errors,
    request_id: requestId(json),
    verdict: code === 'aws_throttled' ? 'uncertain' : verdictOnStatus(status),
    retry_after,
  });
}

/** The error for an answer that does not come from Vault, but from a proxy, a load balancer or a web server. */
export function notVaultError(
  asked: VaultRequest,
  { status, text, content_type, retry_after }: RawResponse,
): VaultError {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
  const json = text.trimStart().startsWith('{') ? `other JSON, ${text.trim().slice(0, 100)}` : content_type;
  const what = title ? `a page, "${title.slice(0, 100)}"` : json || 'no content type';
  return new VaultError(
    'not_vault',
    asked,
    `the answer, ${status}, is not Vault's JSON but ${what}`,
    'Something other than Vault answers there: check `url` (address and port, without a path such as /ui), and any proxy or load balancer between the runner and Vault.',
    { status, verdict: verdictOnStatus(status), retry_after },
  );
}

/** Of more or longer errors, only the beginning is quoted. */
const mostErrors = 20;
const longestError = 2_000;

/** The errors in Vault's answer; `null` when the answer is not Vault's. */
function errorsIn(json: unknown): readonly string[] | null {
  if (typeof json !== 'object' || json === null || !('errors' in json) || !Array.isArray(json.errors))
    return null;
  return json.errors
    .slice(0, mostErrors)
    .map((error) => (typeof error === 'string' ? onOneLine(error) : JSON.stringify(error)))
    .map((error) => (error.length > longestError ? `${error.slice(0, longestError)}…` : error));
}

/** Vault often formats one error as a list: `1 error occurred:\n\t* permission denied\n\n`. */
function onOneLine(error: string): string {
  const items = error.replace(/^\d+ errors? occurred:\s*/, '').split(/^\s*\* /m);
  return items.flatMap((item) => item.trim().replaceAll(/\s*\n\s*/g, ' ') || []).join('; ');
}

export function parse(text: string): unknown {
  return parseJson(text) ?? null;
}

function looksLikePage({ content_type, text }: RawResponse): boolean {
  return /html/i.test(content_type) || /^\s*<(!doctype|html)/i.test(text);
}

export function requestId(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('request_id' in json)) return null;
  return typeof json.request_id === 'string' && json.request_id !== '' ? json.request_id : null;
}
