import type { InputSpecs } from '../../inputs/input-spec.ts';
import type { LoginMethod } from './login-method.ts';
import { loginEndpoint } from './login-method.ts';
import { presentFields } from './present-fields.ts';
import { role } from './shared-fields.ts';

const fields = { role } as const satisfies InputSpecs;

/**
 * The client certificate of the connection is the credential.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/cert#login-with-tls-certificate-method
 */
export const cert: LoginMethod<typeof fields> = {
  fields,
  connection_inputs: {
    client_certificate: 'Give the certificate to log in with, as a PEM, base64 of a PEM, or a path.',
    client_key: 'Give its private key, as a PEM, base64 of a PEM, or a path.',
  },
  endpoint: loginEndpoint,
  credentials: async ({ role }) => ({
    body: presentFields({ name: role }),
    presented: 'the client certificate',
  }),
  advice: [
    {
      words: /client certificate|invalid certificate|no chain matching/i,
      remedy: ({ auth_path }) =>
        `Check that a role of auth/${auth_path} trusts the certificate's issuer and names, and that no proxy or load balancer ends TLS before Vault.`,
    },
  ],
};
