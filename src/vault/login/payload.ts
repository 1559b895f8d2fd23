import type { RequestBody } from '../http/vault.ts';
import type { LoginMethod } from './login-method.ts';
import { loginEndpoint } from './login-method.ts';

/** Any other method: `auth_payload` is sent to its login as it is. */
export const payload: LoginMethod = {
  needs: [{ input: 'auth_payload', from: 'The body of the login, as a JSON object.' }],
  endpoint: loginEndpoint,
  credentials: async ({ auth_payload }) => ({
    body: JSON.parse(auth_payload?.reveal() ?? '{}') as RequestBody,
    presented: null,
  }),
  advice: [],
};
