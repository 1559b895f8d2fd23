import { given } from './given-fields.ts';
import type { LoginMethod } from './login-method.ts';
import { loginEndpoint } from './login-method.ts';

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/approle#login-with-approle */
export const approle: LoginMethod = {
  needs: [{ input: 'role_id', from: '`vault read auth/approle/role/<role>/role-id` shows it.' }],
  endpoint: loginEndpoint,
  credentials: async ({ role_id, secret_id }) => ({
    body: { role_id, ...given({ secret_id }) },
    presented: `role_id ${role_id}`,
  }),
  advice: [
    {
      words: /invalid role|role.?id|secret.?id/i,
      remedy: () =>
        'Check `role_id`, and that `secret_id` has not expired or been used up: `vault write -f auth/approle/role/<role>/secret-id` makes a new one.',
    },
  ],
};
