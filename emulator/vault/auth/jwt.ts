import type { JWTPayload } from 'jose';
import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import { body, names } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';
import { checkAudience, checkBoundClaims, checkSubject, claimAt } from './jwt-claims.ts';
import { type KeySource, verifiedClaims } from './jwt-signature.ts';
import { login, tokenSettings } from './login.ts';
import { Records, serveConfig, serveRecords } from './records.ts';

const configuration = v.object({
  jwt_validation_pubkeys: v.optional(names, []),
  jwks_url: v.optional(v.string(), ''),
  oidc_discovery_url: v.optional(v.string(), ''),
  bound_issuer: v.optional(v.string(), ''),
  default_role: v.optional(v.string(), ''),
});

const role = v.pipe(
  v.object({
    role_type: v.optional(v.picklist(['jwt', 'oidc'], 'is jwt or oidc'), 'oidc'),
    user_claim: v.string(),
    bound_audiences: v.optional(names, []),
    bound_subject: v.optional(v.string(), ''),
    bound_claims: v.optional(v.nullable(v.record(v.string(), v.unknown())), {}),
    bound_claims_type: v.optional(v.picklist(['string', 'glob'], 'is string or glob'), 'string'),
    claim_mappings: v.optional(v.nullable(v.record(v.string(), v.string())), {}),
    ...tokenSettings,
  }),
  v.check(
    ({ role_type, bound_audiences, bound_subject, bound_claims }) =>
      role_type === 'oidc' ||
      bound_audiences.length > 0 ||
      bound_subject !== '' ||
      Object.keys(bound_claims ?? {}).length > 0,
    'must have at least one bound constraint when creating/updating a role',
  ),
);

const proof = v.object({ role: v.optional(v.string(), ''), jwt: v.optional(v.string(), '') });

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/jwt */
export function jwtBackend(core: Core, mountPath: MountPath): Backend {
  const app = routes();
  const config = new Records(configuration);
  const roles = new Records(role);
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

    const claims = await verifiedClaims(jwt, keySource(configured), configured.bound_issuer, core.clock());
    checkAudience(claims.aud, bound.bound_audiences);
    checkSubject(claims, bound.bound_subject);
    checkBoundClaims(claims, bound.bound_claims ?? {}, bound.bound_claims_type === 'glob');
    const user = claimAt(claims, bound.user_claim);
    if (typeof user !== 'string') throw new VaultError(400, `claim "${bound.user_claim}" not found in token`);
    const metadata = { role: name, ...mapped(claims, bound.claim_mappings ?? {}) };
    return login(c, core, mountPath, bound, {
      display_name: `${mountPath.path.split('/')[1]}-${user}`,
      metadata,
    });
  });
  return { app, open: ['login'] };
}

function keySource(config: v.InferOutput<typeof configuration>): KeySource {
  return {
    pems: config.jwt_validation_pubkeys,
    jwksUrl: config.jwks_url,
    discoveryUrl: config.oidc_discovery_url,
  };
}

function mapped(claims: JWTPayload, mappings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mappings).flatMap(([claim, name]) => {
      const value = claimAt(claims, claim);
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
}
