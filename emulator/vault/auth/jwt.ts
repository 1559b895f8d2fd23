import type { JWTPayload } from 'jose';
import type { Plugin } from '../core.ts';
import { enforced, informational, required, text, unsupported, type Values } from '../field-table.ts';
import { rejected } from '../vault-error.ts';
import { checkAudience, checkBoundClaims, checkTimes, claimAt, invalidToken } from './jwt-claims.ts';
import { verifiedClaims } from './jwt-signature.ts';
import { loginBackend, tokenFields } from './login.ts';
import { Records } from './records.ts';

export const jwtConfigFields = {
  ...enforced('string', '', 'bound_issuer default_role jwks_url oidc_discovery_url'),
  ...enforced('strings', [], 'jwt_supported_algs jwt_validation_pubkeys'),
  ...unsupported('string', '', 'jwks_ca_pem oidc_client_id oidc_discovery_ca_pem oidc_response_mode'),
  ...unsupported('string', '', 'oidc_client_secret', 'hidden'),
  ...unsupported('strings', [], 'jwks_pairs oidc_response_types'),
  ...unsupported('map', {}, 'provider_config'),
  ...informational('boolean', true, 'namespace_in_state'),
};

export const jwtRoleFields = {
  ...enforced('strings', [], 'bound_audiences'),
  ...enforced('map', null, 'bound_claims claim_mappings'),
  ...enforced('string', 'string', 'bound_claims_type'),
  ...enforced('string', '', 'bound_subject'),
  ...enforced('duration', 0, 'clock_skew_leeway expiration_leeway not_before_leeway'),
  /** Its groups belong to no identity here, but the token must have the claim. */
  ...enforced('string', '', 'groups_claim'),
  ...enforced('string', 'oidc', 'role_type'),
  ...enforced('string', required, 'user_claim'),
  ...enforced('boolean', false, 'user_claim_json_pointer'),
  ...unsupported('duration', 0, 'max_age'),
  // Of the OIDC flow, which the emulator does not have.
  ...informational('strings', [], 'allowed_redirect_uris oidc_scopes'),
  ...informational('boolean', false, 'verbose_oidc_logging'),
  ...tokenFields,
};

function checkRole(role: Values<typeof jwtRoleFields>): void {
  const { role_type, bound_claims_type, bound_audiences, bound_subject, bound_claims } = role;
  if (!['jwt', 'oidc'].includes(role_type)) throw rejected(`invalid 'role_type': ${role_type}`);
  if (!['string', 'glob'].includes(bound_claims_type))
    throw rejected(`invalid 'bound_claims_type': ${bound_claims_type}`);
  const isBound =
    bound_audiences.length > 0 || bound_subject !== '' || Object.keys(bound_claims ?? {}).length > 0;
  if (role_type === 'jwt' && !isBound)
    throw rejected('must have at least one bound constraint when creating/updating a role');
}

const proof = { role: text, jwt: text };

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/jwt */
export const jwtBackend: Plugin = (core, mountPath) => {
  const config = new Records('/config', jwtConfigFields);
  const roles = new Records('/role', jwtRoleFields, checkRole);
  return loginBackend(core, mountPath, [config, roles], '/login', proof, async ({ role: named, jwt }) => {
    const configured = config.require('', 'could not load configuration');
    const name = named || configured.default_role;
    if (name === '') throw rejected('missing role');
    const role = roles.require(name, `role "${name}" could not be found`);
    if (role.role_type === 'oidc') throw rejected('role with oidc role_type is not allowed');
    if (jwt === '') throw rejected('missing token');
    const claims = await verifiedClaims(jwt, configured);
    if (![claims.sub, ''].includes(role.bound_subject)) throw invalidToken('invalid subject (sub) claim');
    checkAudience(claims.aud, role.bound_audiences);
    checkTimes(claims, role, core.clock());
    checkBoundClaims(claims, role.bound_claims ?? {}, role.bound_claims_type === 'glob');
    const user = role.user_claim_json_pointer ? claimAt(claims, role.user_claim) : claims[role.user_claim];
    if (role.groups_claim !== '' && claimAt(claims, role.groups_claim) === undefined)
      throw rejected(`"${role.groups_claim}" claim not found in token`);
    if (typeof user !== 'string') throw rejected(`claim "${role.user_claim}" not found in token`);
    return {
      settings: role,
      display_name: `${mountPath.path.split('/')[1]}-${user}`,
      metadata: { role: name, ...mapped(claims, role.claim_mappings ?? {}) },
    };
  });
};

function mapped(claims: JWTPayload, mappings: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mappings).flatMap(([claim, name]) => {
      const value = claimAt(claims, claim);
      return value === undefined ? [] : [[String(name), String(value)]];
    }),
  );
}
