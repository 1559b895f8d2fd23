import type { InputSpecs } from '../../inputs/input-spec.ts';

/** The fields of `method: token`, which needs no login. */
export const givenTokenFields = {
  token: {
    description: 'Vault token. It is neither renewed nor revoked.',
    variable: 'VAULT_TOKEN',
    secret: 'text',
    required: 'Give a Vault token (or set `VAULT_TOKEN`), or choose another `method`.',
  },
} as const satisfies InputSpecs;
