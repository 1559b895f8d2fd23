import { given } from './given-fields.ts';
import type { LoginMethod } from './login-method.ts';
import { loginEndpoint } from './login-method.ts';

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/github#login */
export const github: LoginMethod = {
  needs: [
    {
      input: 'vault_github_token',
      from: "A personal access token with `read:org`; the workflow's own GITHUB_TOKEN belongs to no organisation.",
    },
  ],
  endpoint: loginEndpoint,
  credentials: async ({ vault_github_token }) => ({
    body: given({ token: vault_github_token }),
    presented: null,
  }),
  advice: [
    {
      words: /user is not part of|bad credentials|organization/i,
      remedy: () =>
        "Check that the token's owner is in the organisation of the auth method, and that it has `read:org`.",
    },
  ],
};
