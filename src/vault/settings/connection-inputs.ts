import type { InputSpecs } from '../../inputs/input-spec.ts';

/** The inputs that say how to reach Vault. */
export const connectionInputs = {
  url: { description: 'Address of Vault, such as `https://vault.example.com:8200`.', variable: 'VAULT_ADDR' },
  vault_namespace: {
    description: 'Namespace of the connection. Declared namespaces are relative to it.',
    variable: 'VAULT_NAMESPACE',
  },
  ca_certificate: {
    description: "CA that signed Vault's certificate: a PEM, base64 of a PEM, or a path.",
    variable: 'VAULT_CACERT',
  },
  client_certificate: {
    description: 'Client certificate to present to Vault: a PEM, base64 of a PEM, or a path.',
    variable: 'VAULT_CLIENT_CERT',
  },
  client_key: {
    description: 'Private key of `client_certificate`: a PEM, base64 of a PEM, or a path.',
    variable: 'VAULT_CLIENT_KEY',
    secret: 'pem',
  },
  tls_server_name: {
    description: "Name in Vault's certificate, when it is not the host of `url`.",
    variable: 'VAULT_TLS_SERVER_NAME',
  },
  tls_skip_verify: {
    description: '`true` disables certificate verification. For local tests only.',
    type: 'boolean',
    default: 'false',
    variable: 'VAULT_SKIP_VERIFY',
  },
  extra_headers: {
    description: 'Headers for each request to Vault, as `name: value`, one per line.',
    type: 'list',
    secret: 'headers',
  },
  request_timeout: {
    description: 'Time limit for one request, such as `90s`.',
    type: 'duration',
    default: '60s',
    variable: 'VAULT_CLIENT_TIMEOUT',
  },
  timeout: {
    description: 'Time limit for all requests together.',
    type: 'duration',
    default: '15m',
  },
  max_concurrency: {
    description:
      'Upper bound for requests and connections at the same time. Reads use it at once; writes start lower, and adapt to what Vault and AWS accept.',
    type: 'integer',
    range: [1, 64],
    default: '64',
  },
} as const satisfies InputSpecs;
