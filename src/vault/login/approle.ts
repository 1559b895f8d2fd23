import type { InputSpecs } from '../../inputs/input-spec.ts';
import type { LoginMethod } from './login-method.ts';
import { loginEndpoint } from './login-method.ts';
import { presentFields } from './present-fields.ts';

const fields = {
  role_id: {
    description: 'Role id.',
    required: '`vault read auth/approle/role/<role>/role-id` shows it.',
  },
  secret_id: { description: 'Secret id.', secret: 'text' },
} as const satisfies InputSpecs;

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/approle#login-with-approle */
export const approle: LoginMethod<typeof fields> = {
  fields,
  endpoint: loginEndpoint,
  credentials: async ({ role_id, secret_id }) => ({
    body: { role_id, ...presentFields({ secret_id }) },
    presented: `role_id ${role_id}`,
  }),
  advice: [
    {
      words: /invalid role|role.?id|secret.?id/i,
      remedy: () =>
        'Check `role_id`, and that `secret_id` has not expired or been used up: `vault write -f auth/approle/role/<role>/secret-id` creates a new one.',
    },
  ],
};
