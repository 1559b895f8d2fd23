import { proxyErrorPrefix } from '../../effects/proxy.ts';
import type { ErrorCode } from '../../model/codes/catalogue.ts';
import { verdictOnCode } from './retry-policy.ts';
import type { VaultRequest } from './vault-error.ts';
import { VaultError } from './vault-error.ts';

interface Explanation {
  readonly code: ErrorCode;
  readonly names: RegExp;
  readonly remedy: string;
}

/** By the codes of Node.js and OpenSSL, and our own deadlines; the first match explains the failure. */
const explanations: readonly Explanation[] = [
  {
    code: 'tls_untrusted',
    names:
      /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER_CERT|VERIFY_LEAF_SIGNATURE)|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE|INVALID_CA/,
    remedy: "Set `ca_certificate` to the CA that signed Vault's certificate (a PEM, its base64, or a path).",
  },
  {
    code: 'tls_expired',
    names: /CERT_(HAS_EXPIRED|NOT_YET_VALID)/,
    remedy: "Renew Vault's certificate, and check the runner's clock.",
  },
  {
    code: 'tls_server_name',
    names: /ERR_TLS_CERT_ALTNAME_INVALID/,
    remedy: "Use a host name from Vault's certificate in `url`, or set `tls_server_name` to one.",
  },
  {
    code: 'tls_not_spoken',
    names: /ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER_FAILURE)|EPROTO/,
    remedy: 'The server on this port does not speak TLS: check the port, or write `http://` in `url`.',
  },
  {
    code: 'tls_client_certificate',
    names: /ERR_SSL_.*ALERT|ERR_SSL_.*HANDSHAKE/,
    remedy:
      'Vault ended the TLS handshake. If it requires client certificates, set `client_certificate` and `client_key` to one that it trusts.',
  },
  {
    code: 'connection_refused',
    names: /^ECONNREFUSED$/,
    remedy: 'Nothing listens there: check the address and port in `url`, and that Vault is running.',
  },
  {
    code: 'host_not_found',
    names: /^(ENOTFOUND|EAI_AGAIN)$/,
    remedy:
      'The name does not resolve from this runner: check `url`, or use a runner inside Vault’s network.',
  },
  {
    code: 'unreachable',
    names: /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|CONNECT_TIMEOUT)$/,
    remedy:
      'No route from this runner to Vault: check firewall and proxy (`HTTPS_PROXY`), or use a runner inside Vault’s network.',
  },
  {
    code: 'run_timeout',
    names: /^RUN_TIMEOUT$/,
    remedy: 'Raise `timeout`, and run again: completed steps are kept.',
  },
  {
    code: 'cancelled',
    names: /^CANCELLED$/,
    remedy: 'Run again: completed steps are kept.',
  },
  {
    code: 'timeout',
    names: /TIMEOUT|^ETIMEDOUT$/,
    remedy: 'Raise `request_timeout`, or check why Vault is slow.',
  },
];

/** A server that expects TLS may close the connection at the first byte of plain HTTP, without a word. */
const closedWithoutTls = '`url` begins with `http://`: if Vault speaks TLS on this port, write `https://`. ';

const proxyStatus = new RegExp(`^${proxyErrorPrefix}HTTP_(\\d+)$`);

/**
 * The error for a request without an answer.
 *
 * @param route the hops, such as `vault.example.com:8200 through the proxy proxy.example.com:3128`
 * @param isPlain whether the request went out without TLS
 */
export function connectionError(
  asked: VaultRequest,
  error: unknown,
  route: string,
  isPlain = false,
): VaultError {
  const { code, message } = whatFailed(error);
  const refused = proxyStatus.exec(code);
  if (refused) return proxyRefused(asked, Number(refused[1]), route, error);
  if (code.startsWith(proxyErrorPrefix)) return proxyUnreachable(asked, code, message, route, error);
  const explanation = explanations.find(({ names }) => names.test(code));
  const spokenTo = isPlain && explanation === undefined ? closedWithoutTls : '';
  return new VaultError(
    explanation?.code ?? 'connection_lost',
    asked,
    `no answer from ${route}: ${message}${message.includes(code) ? '' : ` (${code})`}`,
    explanation?.remedy ??
      `${spokenTo}Run again: completed steps are kept. If it happens again, check the network between the runner and Vault, and set \`client_certificate\` and \`client_key\` if Vault requires them.`,
    { verdict: verdictOnCode(code), cause: error },
  );
}

function proxyRefused(asked: VaultRequest, status: number, route: string, cause: unknown): VaultError {
  return new VaultError(
    'proxy_refused',
    asked,
    `no answer from ${route}: the proxy answered ${status} to CONNECT`,
    status === 407
      ? 'Set the user name and password of the proxy: `HTTPS_PROXY: http://user:password@host:port`.'
      : "Check the proxy's rules for Vault's address, or exclude it with `NO_PROXY`.",
    { verdict: status >= 500 ? 'repeat' : 'final', cause },
  );
}

function proxyUnreachable(
  asked: VaultRequest,
  code: string,
  message: string,
  route: string,
  cause: unknown,
): VaultError {
  return new VaultError(
    'proxy_unreachable',
    asked,
    `no answer from ${route}: ${message}`,
    "Check the proxy's address in `HTTPS_PROXY` or `HTTP_PROXY`, or list Vault's host in `NO_PROXY` to connect to it directly.",
    { verdict: verdictOnCode(code.slice(proxyErrorPrefix.length)), cause },
  );
}

/** The code and message of a failure; of its first part when there are several (one per address). */
export function whatFailed(error: unknown): { code: string; message: string } {
  const { code, name, message, reason, errors } = error as Record<string, unknown>;
  if (message === '' && Array.isArray(errors) && errors.length > 0) return whatFailed(errors[0]);
  return { code: String(code ?? name), message: String(reason ?? message) };
}
