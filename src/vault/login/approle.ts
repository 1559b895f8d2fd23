import type { InputSpecs } from '../../inputs/input-spec.ts';
import type { Secret } from '../../model/secret.ts';
import type { LoginMethod } from './login-method.ts';
import { loginEndpoint } from './login-method.ts';
import { presentFields } from './present-fields.ts';
import { unwrapSecretId } from './unwrap-secret-id.ts';

const fields = {
  role_id: {
    description: 'Role id.',
    required: '`vault read auth/approle/role/<role>/role-id` shows it.',
  },
  secret_id: { description: 'Secret id.', secret: 'text' },
  wrapped_secret_id: {
    description:
      'Response-wrapping token that holds the secret id, in place of `secret_id`. It is unwrapped once, after its creation path was checked.',
    secret: 'text',
  },
} as const satisfies InputSpecs;

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/approle#login-with-approle */
export const approle: LoginMethod<typeof fields> = {
  fields,
  endpoint: loginEndpoint,
  async credentials(settings, { connection, mask }) {
    const { role_id, wrapped_secret_id } = settings;
    const unwrapped =
      wrapped_secret_id === null ? null : await unwrapSecretId(wrapped_secret_id, settings, connection);
    if (unwrapped !== null) mask(unwrapped);
    const secret_id = unwrapped ?? settings.secret_id;
    return { body: { role_id, ...presentFields({ secret_id }) }, presented: `role_id ${role_id}` };
  },
  advice: [
    {
      words: /invalid role|role.?id|secret.?id/i,
      remedy: ({ secret_id }) =>
        secret_id !== null && isToken(secret_id)
          ? '`secret_id` holds a Vault token, and no secret id: if it is a response-wrapping token, set `wrapped_secret_id` to it instead.'
          : 'Check `role_id`, and that `secret_id` has not expired or been used up: `vault write -f auth/approle/role/<role>/secret-id` creates a new one.',
    },
  ],
};

/** Tokens begin with their type; secret ids are UUIDs unless someone chose them. */
function isToken(secret: Secret): boolean {
  return /^(hvs|hvb|s|b)\./.test(secret.reveal());
}
