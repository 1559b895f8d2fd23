import type { InputSpecs } from '../../inputs/input-spec.ts';
import { loginFields } from '../login/all-methods.ts';

/** The inputs that say how to log in to Vault: those of every method, and the fields that each method declares. */
export const loginInputs = {
  method: {
    description:
      "How to log in: `token`, `jwt` (by default with the runner's OIDC token), `approle`, `aws` (IAM), `kubernetes`, `userpass`, `ldap`, `cert`, `github`, or any other method with `auth_payload`.",
    default: 'token',
  },
  auth_path: {
    description: 'Where the auth method is mounted, such as `jwt-github`. Default: the name of the method.',
  },
  auth_namespace: { description: 'Namespace of the auth method. Default: `vault_namespace`.' },
  ...loginFields,
} as const satisfies InputSpecs;
