import type { CodeTable } from './code-entry.ts';

/** The request did not reach Vault, or the answer did not come back. */
export const connectionCodes = {
  invalid_proxy: {
    cause: '`HTTPS_PROXY` or `HTTP_PROXY` is not a URL.',
    remedy: 'Write it as `http://proxy.example.com:3128`.',
  },
  connection_refused: {
    cause: 'Nothing listens at this address and port.',
    remedy: 'Check `url`, and that Vault is running.',
  },
  host_not_found: {
    cause: 'The host name does not resolve on this runner.',
    remedy: "Check `url`, or use a runner inside Vault's network.",
  },
  unreachable: {
    cause: 'There is no route from this runner to Vault.',
    remedy: "Check the firewall and `HTTPS_PROXY`, or use a runner inside Vault's network.",
  },
  connection_lost: {
    cause: 'The connection was closed before the answer arrived, in every attempt.',
    remedy:
      'Run again: completed steps are kept. If it happens again, check what stands between the runner and Vault.',
  },
  timeout: {
    cause: 'One request took longer than `request_timeout`.',
    remedy: 'Raise `request_timeout`, or check why Vault is slow.',
  },
  run_timeout: {
    cause: 'The run took longer than `timeout`.',
    remedy: 'Raise `timeout`, and run again: completed steps are kept.',
  },
  proxy_refused: {
    cause: 'The proxy does not allow this connection.',
    remedy: 'Set the user name and password of the proxy in `HTTPS_PROXY`, or exclude Vault with `NO_PROXY`.',
  },
  proxy_unreachable: {
    cause: 'The proxy that the environment names cannot be reached.',
    remedy:
      "Check the proxy's address in `HTTPS_PROXY` or `HTTP_PROXY`, or list Vault's host in `NO_PROXY` to connect to it directly.",
  },
  redirected: {
    cause:
      'Vault, or a server in front of it, redirects the request, and the redirect is not followed. One redirect is followed, with the token and the client certificate and without `extra_headers`, as Vault’s own client does for a standby: to an address of the same scheme whose path holds `/v1/`. A second redirect, another scheme and a sign-in page are not followed.',
    remedy:
      'Set `url` to the address of Vault itself. Behind a standby, check `api_addr` of the active node.',
  },
  not_vault: {
    cause: 'Something other than Vault answers at this address.',
    remedy: 'Check `url` (without a path such as `/ui`), and any proxy or load balancer.',
  },
  tls_untrusted: {
    cause: "Vault's certificate is signed by a CA that this runner does not trust.",
    remedy: 'Set `ca_certificate` to the certificate of that CA.',
  },
  tls_expired: {
    cause: "Vault's certificate has expired, or is not valid yet.",
    remedy: "Renew the certificate, and check the runner's clock.",
  },
  tls_server_name: {
    cause: "Vault's certificate is for another host name.",
    remedy: 'Use a name from the certificate in `url`, or set `tls_server_name`.',
  },
  tls_not_spoken: {
    cause: 'The server on this port does not speak TLS.',
    remedy: 'Check the port, or write `http://` in `url`.',
  },
  tls_required: {
    cause: 'Vault speaks TLS on this port.',
    remedy: 'Write `https://` in `url`.',
  },
  tls_client_certificate: {
    cause: 'Vault ended the TLS handshake; it may require a client certificate.',
    remedy: 'Set `client_certificate` and `client_key`.',
  },
} as const satisfies CodeTable;
