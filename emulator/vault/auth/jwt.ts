import type { JWTPayload } from 'jose';
import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import { type FieldTable, required, type Values } from '../field-table.ts';
import { body } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';
import { checkAudience, checkBoundClaims, checkSubject, checkTimes, claimAt } from './jwt-claims.ts';
import { type KeySource, verifiedClaims } from './jwt-signature.ts';
import { login, tokenFields } from './login.ts';
import { Records, serveConfig, serveRecords } from './records.ts';

export const jwtConfigFields = {
  bound_issuer: ['string', '', 'enforced'],
  default_role: ['string', '', 'enforced'],
  jwks_ca_pem: ['string', '', 'unsupported'],
  jwks_pairs: ['strings', [], 'unsupported'],
  jwks_url: ['string', '', 'enforced'],
  jwt_supported_algs: ['strings', [], 'enforced'],
  jwt_validation_pubkeys: ['strings', [], 'enforced'],
  namespace_in_state: ['boolean', true, 'informational'],
  oidc_client_id: ['string', '', 'unsupported'],
  oidc_client_secret: ['string', '', 'unsupported', 'hidden'],
  oidc_discovery_ca_pem: ['string', '', 'unsupported'],
  oidc_discovery_url: ['string', '', 'enforced'],
  oidc_response_mode: ['string', '', 'unsupported'],
  oidc_response_types: ['strings', [], 'unsupported'],
  provider_config: ['map', {}, 'unsupported'],
} as const satisfies FieldTable;

export const jwtRoleFields = {
  /** Of the OIDC flow, which the emulator does not have. */
  allowed_redirect_uris: ['strings', [], 'informational'],
  bound_audiences: ['strings', [], 'enforced'],
  bound_claims: ['map', null, 'enforced'],
  bound_claims_type: ['string', 'string', 'enforced'],
  bound_subject: ['string', '', 'enforced'],
  claim_mappings: ['map', null, 'enforced'],
  clock_skew_leeway: ['duration', 0, 'enforced'],
  expiration_leeway: ['duration', 0, 'enforced'],
  groups_claim: ['string', '', 'unsupported'],
  max_age: ['duration', 0, 'unsupported'],
  not_before_leeway: ['duration', 0, 'enforced'],
  oidc_scopes: ['strings', [], 'informational'],
  role_type: ['string', 'oidc', 'enforced'],
  user_claim: ['string', required, 'enforced'],
  user_claim_json_pointer: ['boolean', false, 'enforced'],
  verbose_oidc_logging: ['boolean', false, 'informational'],
  ...tokenFields,
} as const satisfies FieldTable;

function checkRole(role: Values<typeof jwtRoleFields>): void {
  const { role_type, bound_claims_type, bound_audiences, bound_subject, bound_claims } = role;
  if (!['jwt', 'oidc'].includes(role_type)) throw new VaultError(400, `invalid 'role_type': ${role_type}`);
  if (!['string', 'glob'].includes(bound_claims_type)) {
    throw new VaultError(400, `invalid 'bound_claims_type': ${bound_claims_type}`);
  }
  const isBound =
    bound_audiences.length > 0 || bound_subject !== '' || Object.keys(bound_claims ?? {}).length > 0;
  if (role_type === 'jwt' && !isBound) {
    throw new VaultError(400, 'must have at least one bound constraint when creating/updating a role');
  }
}

const proof = v.object({ role: v.optional(v.string(), ''), jwt: v.optional(v.string(), '') });

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/jwt */
export function jwtBackend(core: Core, mountPath: MountPath): Backend {
  const app = routes();
  const config = new Records(jwtConfigFields);
  const roles = new Records(jwtRoleFields, checkRole);
  serveConfig(app, '/config', config);
  serveRecords(app, '/role', roles);

  app.put('/login', async (c) => {
    const configured = config.get('');
    if (configured === undefined) throw new VaultError(400, 'could not load configuration');
    const { role: named, jwt } = body(c, proof);
    const name = named || configured.default_role;
    if (name === '') throw new VaultError(400, 'missing role');
    const bound = roles.get(name);
    if (bound === undefined) throw new VaultError(400, `role "${name}" could not be found`);
    if (bound.role_type === 'oidc') throw new VaultError(400, 'role with oidc role_type is not allowed');
    if (jwt === '') throw new VaultError(400, 'missing token');

    const claims = await verifiedClaims(jwt, keySource(configured), configured.bound_issuer);
    checkSubject(claims, bound.bound_subject);
    checkAudience(claims.aud, bound.bound_audiences);
    checkTimes(claims, bound, core.clock());
    checkBoundClaims(claims, bound.bound_claims ?? {}, bound.bound_claims_type === 'glob');
    const user = bound.user_claim_json_pointer ? claimAt(claims, bound.user_claim) : claims[bound.user_claim];
    if (typeof user !== 'string') throw new VaultError(400, `claim "${bound.user_claim}" not found in token`);
    const metadata = { role: name, ...mapped(claims, bound.claim_mappings ?? {}) };
    return login(c, core, mountPath, bound, {
      display_name: `${mountPath.path.split('/')[1]}-${user}`,
      metadata,
    });
  });
  return { app, open: ['login'] };
}

function keySource(config: Values<typeof jwtConfigFields>): KeySource {
  return {
    pems: config.jwt_validation_pubkeys,
    jwksUrl: config.jwks_url,
    discoveryUrl: config.oidc_discovery_url,
    algorithms: config.jwt_supported_algs,
  };
}

function mapped(claims: JWTPayload, mappings: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mappings).flatMap(([claim, name]) => {
      const value = claimAt(claims, claim);
      return value === undefined ? [] : [[String(name), String(value)]];
    }),
  );
}
