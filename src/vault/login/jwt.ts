import type { InputSpecs } from '../../inputs/input-spec.ts';
import { claimsOf, hasImmutableSubject, showClaims } from './claims.ts';
import type { LoginMethod } from './login-method.ts';
import { loginEndpoint } from './login-method.ts';
import { runnerToken } from './oidc.ts';
import { presentFields } from './present-fields.ts';
import { jwtField, role } from './shared-fields.ts';

const fields = {
  role,
  jwt: jwtField,
  jwt_audience: {
    description:
      "Audience of the runner's OIDC token: one of the `bound_audiences` of the role. Default: GitHub's, the URL of the repository's owner.",
  },
} as const satisfies InputSpecs;

/**
 * Presents the token that GitHub signs for this job, or the input `jwt`.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/jwt#jwt-login
 */
export const jwt: LoginMethod<typeof fields> = {
  fields,
  endpoint: loginEndpoint,
  async credentials(settings, effects) {
    const token = settings.jwt ?? (await runnerToken(settings.jwt_audience, effects));
    effects.mask(token);
    const claims = claimsOf(token.reveal());
    return {
      body: { ...presentFields({ role: settings.role }), jwt: token },
      presented:
        claims === null
          ? 'something that is not a JSON Web Token'
          : `${showClaims(claims)}${immutable(claims)}`,
    };
  },
  advice: [
    {
      words: /no audiences bound to the role/i,
      remedy: ({ auth_path, role, jwt_audience }) =>
        `Vault 1.17 and newer require the role to name the audience: add ${jwt_audience === '' ? 'the `aud` above' : jwt_audience} to \`bound_audiences\` of auth/${auth_path}/role/${role || '<role>'}.`,
    },
    {
      words: /audience/i,
      remedy: ({ auth_path, role }) =>
        `Set \`jwt_audience\` to one of the \`bound_audiences\` of auth/${auth_path}/role/${role || '<role>'}, or add the \`aud\` above to them.`,
    },
    {
      words: /subject|sub claim|claim "?sub/i,
      remedy: ({ auth_path, role }) =>
        `Compare \`bound_subject\` of auth/${auth_path}/role/${role || '<role>'} with the \`sub\` above. GitHub writes ids into \`sub\` for newer repositories (repo:org@1/name@2:…): bind the claims \`repository_id\` and \`repository_owner_id\` instead, which both forms have.`,
    },
    {
      words: /claim/i,
      remedy: ({ auth_path, role }) =>
        `Compare \`bound_claims\` of auth/${auth_path}/role/${role || '<role>'} with the claims above: the role may not allow the workflow's branch, environment or event.`,
    },
    {
      words: /issuer|signature|key|verif|expired|oidc|jwks/i,
      remedy: ({ auth_path }) =>
        `Check auth/${auth_path}/config: for GitHub's tokens, oidc_discovery_url and bound_issuer are https://token.actions.githubusercontent.com (on GHES: https://<host>/_services/token).`,
    },
    {
      words: /role/i,
      remedy: ({ auth_path }) => `Check \`role\`: \`vault list auth/${auth_path}/role\` shows the roles.`,
    },
  ],
};

function immutable(claims: NonNullable<ReturnType<typeof claimsOf>>): string {
  return hasImmutableSubject(claims) ? " (`sub` in GitHub's newer form, with ids)" : '';
}
