import { readTextFile } from '../../effects/read-text-file.ts';
import type { InputSpecs } from '../../inputs/input-spec.ts';
import { RunError } from '../../model/errors.ts';
import { Secret } from '../../model/secret.ts';
import type { LoginMethod } from './login-method.ts';
import { loginEndpoint } from './login-method.ts';
import { jwtField, role } from './shared-fields.ts';

const fields = {
  role: { ...role, required: '`vault list auth/kubernetes/role` shows the roles.' },
  jwt: jwtField,
  kubernetes_token_path: {
    description: "File with the service account's token.",
    default: '/var/run/secrets/kubernetes.io/serviceaccount/token',
  },
} as const satisfies InputSpecs;

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#login */
export const kubernetes: LoginMethod<typeof fields> = {
  fields,
  endpoint: loginEndpoint,
  async credentials({ jwt, kubernetes_token_path, role }, { mask }) {
    const token = jwt ?? readToken(kubernetes_token_path);
    mask(token);
    return { body: { role, jwt: token }, presented: null };
  },
  advice: [
    {
      words: /not authorized|service account|namespace|lookup failed|invalid role/i,
      remedy: ({ auth_path, role }) =>
        `Compare bound_service_account_names and bound_service_account_namespaces of auth/${auth_path}/role/${role} with the runner's pod, and check that Vault may review tokens there.`,
    },
  ],
};

/** Bytes. */
const largestToken = 64 * 1024;

function readToken(path: string): Secret {
  try {
    return new Secret(readTextFile(path, largestToken).trim());
  } catch (cause) {
    throw new RunError(
      'no_service_account_token',
      `${path} cannot be read: ${(cause as Error).message}`,
      'Run this on a runner inside a Kubernetes pod with a service account, or set `kubernetes_token_path` to the file with its token.',
      { cause },
    );
  }
}
