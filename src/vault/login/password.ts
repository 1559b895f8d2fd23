import { given } from './given-fields.ts';
import type { LoginMethod } from './login-method.ts';

const password: LoginMethod = {
  needs: [
    { input: 'username', from: 'The name to log in with.' },
    { input: 'password', from: 'Keep it in a secret of the repository or environment.' },
  ],
  endpoint: ({ username }) => ['login', username],
  credentials: async (settings) => ({
    body: given({ password: settings.password }),
    presented: `username ${settings.username}`,
  }),
  advice: [
    {
      words: /invalid username or password|ldap operation failed|failed to bind/i,
      remedy: () => 'Check `username` and `password`.',
    },
  ],
};

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/userpass#login */
export const userpass = password;

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/ldap#login-with-ldap-user */
export const ldap = password;
