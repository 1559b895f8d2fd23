import { readFile } from 'node:fs/promises';
import { RunError } from '../../model/errors.ts';
import { Secret } from '../../model/secret.ts';
import type { LoginMethod, LoginSettings } from './login-method.ts';
import { loginEndpoint } from './login-method.ts';

/** Where a pod finds the token of its service account. */
export const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#login */
export const kubernetes: LoginMethod = {
  needs: [{ input: 'role', from: '`vault list auth/kubernetes/role` shows what there is.' }],
  endpoint: loginEndpoint,
  async credentials(settings, { mask }) {
    const jwt = settings.jwt ?? (await read(settings));
    mask(jwt);
    return { body: { role: settings.role, jwt }, presented: null };
  },
  advice: [
    {
      words: /not authorized|service account|namespace|lookup failed|invalid role/i,
      remedy: ({ auth_path, role }) =>
        `Compare bound_service_account_names and bound_service_account_namespaces of auth/${auth_path}/role/${role} with the runner's pod, and check that Vault may review tokens there.`,
    },
  ],
};

async function read({ kubernetes_token_path: path }: LoginSettings): Promise<Secret> {
  try {
    return new Secret((await readFile(path, 'utf8')).trim());
  } catch (cause) {
    throw new RunError(
      'no_service_account_token',
      `${path} cannot be read: ${(cause as Error).message}`,
      'Run this on a runner inside a Kubernetes pod with a service account, or say where its token is with `kubernetes_token_path`.',
      { cause },
    );
  }
}
