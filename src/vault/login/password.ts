import type { InputSpecs } from '../../inputs/input-spec.ts';
import type { LoginMethod } from './login-method.ts';
import { presentFields } from './present-fields.ts';

const fields = {
  username: { description: 'User name.', required: 'Give the user name to log in with.' },
  password: {
    description: 'Password.',
    secret: 'text',
    required: 'Keep it in a secret of the repository or environment.',
  },
} as const satisfies InputSpecs;

const password: LoginMethod<typeof fields> = {
  fields,
  endpoint: ({ username }) => ['login', username],
  credentials: async (settings) => ({
    body: presentFields({ password: settings.password }),
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
