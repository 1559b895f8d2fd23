import type { InputSpecs } from '../../inputs/input-spec.ts';
import type { LoginMethod } from './login-method.ts';
import { loginEndpoint } from './login-method.ts';
import { presentFields } from './present-fields.ts';

const fields = {
  vault_github_token: {
    description: 'Personal access token of GitHub.',
    secret: 'text',
    required:
      "Give a personal access token with `read:org`; the workflow's own GITHUB_TOKEN belongs to no organization.",
  },
} as const satisfies InputSpecs;

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/github#login */
export const github: LoginMethod<typeof fields> = {
  fields,
  endpoint: loginEndpoint,
  credentials: async ({ vault_github_token }) => ({
    body: presentFields({ token: vault_github_token }),
    presented: null,
  }),
  advice: [
    {
      words: /user is not part of|bad credentials|organization/i,
      remedy: () =>
        "Check that the token's owner is in the organization of the auth method, and that it has `read:org`.",
    },
  ],
};
