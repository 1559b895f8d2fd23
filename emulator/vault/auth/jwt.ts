import type { JWTPayload } from 'jose';
import type { Plugin } from '../core.ts';
import { type FieldTable, informational, required, text, unsupported, type Values } from '../field-table.ts';
import { rejected } from '../vault-error.ts';
import { checkAudience, checkBoundClaims, checkSubject, checkTimes, claimAt } from './jwt-claims.ts';
import { verifiedClaims } from './jwt-signature.ts';
import { loginBackend, tokenFields } from './login.ts';
import { Records } from './records.ts';

export const jwtConfigFields = {
  bound_issuer: ['string', '', 'enforced'],
  default_role: ['string', '', 'enforced'],
  jwks_url: ['string', '', 'enforced'],
  jwt_supported_algs: ['strings', [], 'enforced'],
  jwt_validation_pubkeys: ['strings', [], 'enforced'],
  oidc_discovery_url: ['string', '', 'enforced'],
  ...unsupported('string', '', 'jwks_ca_pem oidc_client_id oidc_discovery_ca_pem oidc_response_mode'),
  ...unsupported('string', '', 'oidc_client_secret', 'hidden'),
  ...unsupported('strings', [], 'jwks_pairs oidc_response_types'),
  ...unsupported('map', {}, 'provider_config'),
  ...informational('boolean', true, 'namespace_in_state'),
} as const satisfies FieldTable;

export const jwtRoleFields = {
  bound_audiences: ['strings', [], 'enforced'],
  bound_claims: ['map', null, 'enforced'],
  bound_claims_type: ['string', 'string', 'enforced'],
  bound_subject: ['string', '', 'enforced'],
  claim_mappings: ['map', null, 'enforced'],
  clock_skew_leeway: ['duration', 0, 'enforced'],
  expiration_leeway: ['duration', 0, 'enforced'],
  /** Its groups belong to no identity here, but the token must have the claim. */
  groups_claim: ['string', '', 'enforced'],
  not_before_leeway: ['duration', 0, 'enforced'],
  role_type: ['string', 'oidc', 'enforced'],
  user_claim: ['string', required, 'enforced'],
  user_claim_json_pointer: ['boolean', false, 'enforced'],
  ...unsupported('duration', 0, 'max_age'),
  // Of the OIDC flow, which the emulator does not have.
  ...informational('strings', [], 'allowed_redirect_uris oidc_scopes'),
  ...informational('boolean', false, 'verbose_oidc_logging'),
  ...tokenFields,
} as const satisfies FieldTable;

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
  const config = new Records(jwtConfigFields);
  const roles = new Records(jwtRoleFields, checkRole);
  const records = { '/config': config, '/role': roles };
  return loginBackend(core, mountPath, records, '/login', proof, async ({ role: named, jwt }) => {
    const configured = config.require('', 'could not load configuration');
    const name = named || configured.default_role;
    if (name === '') throw rejected('missing role');
    const role = roles.require(name, `role "${name}" could not be found`);
    if (role.role_type === 'oidc') throw rejected('role with oidc role_type is not allowed');
    if (jwt === '') throw rejected('missing token');

    const source = {
      pems: configured.jwt_validation_pubkeys,
      jwksUrl: configured.jwks_url,
      discoveryUrl: configured.oidc_discovery_url,
      algorithms: configured.jwt_supported_algs,
    };
    const claims = await verifiedClaims(jwt, source, configured.bound_issuer);
    checkSubject(claims, role.bound_subject);
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
