import type { InputSpecs } from '../../inputs/input-spec.ts';
import type { RequestBody } from '../http/vault.ts';
import type { LoginMethod } from './login-method.ts';
import { loginEndpoint } from './login-method.ts';

const fields = {
  auth_payload: {
    description: 'Body of the login, as a JSON object.',
    secret: 'structured',
    required: 'Give the body of the login, as a JSON object.',
  },
} as const satisfies InputSpecs;

/** Any other method: `auth_payload` is sent to its login as it is. */
export const payload: LoginMethod<typeof fields> = {
  fields,
  endpoint: loginEndpoint,
  credentials: async ({ auth_payload }) => ({
    body: JSON.parse(auth_payload?.reveal() ?? '{}') as RequestBody,
    presented: null,
  }),
  advice: [],
};
