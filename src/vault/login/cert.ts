import { given } from './given-fields.ts';
import type { LoginMethod } from './login-method.ts';
import { loginEndpoint } from './login-method.ts';

/**
 * The client certificate of the connection is the credential.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/cert#login-with-tls-certificate-method
 */
export const cert: LoginMethod = {
  needs: [
    {
      input: 'client_certificate',
      from: 'The certificate to log in with, as a PEM, base64 of one, or a path.',
    },
    { input: 'client_key', from: 'Its private key, as a PEM, base64 of one, or a path.' },
  ],
  endpoint: loginEndpoint,
  credentials: async ({ role }) => ({ body: given({ name: role }), presented: 'the client certificate' }),
  advice: [
    {
      words: /client certificate|invalid certificate|no chain matching/i,
      remedy: ({ auth_path }) =>
        `Check that a role of auth/${auth_path} trusts the certificate's issuer and names, and that no proxy or load balancer ends TLS before Vault.`,
    },
  ],
};
