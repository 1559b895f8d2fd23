import type { InputSpec } from '../../inputs/input-spec.ts';

/** The role to log in with, of the methods that have roles. */
export const role = { description: 'Role to log in with.' } as const satisfies InputSpec;

/** A JWT, of the methods that present one. */
export const jwtField = {
  description:
    "JWT to log in with. Default: the runner's OIDC token (`jwt`; the job needs `permissions: id-token: write`), or the service account's token (`kubernetes`).",
  secret: 'text',
} as const satisfies InputSpec;
