import type { JWTPayload } from 'jose';
import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import { type FieldTable, required } from '../field-table.ts';
import { body } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';
import { checkTimes, noLeeway } from './jwt-claims.ts';
import { verifiedClaims } from './jwt-signature.ts';
import { login, tokenFields } from './login.ts';
import { Records, serveConfig, serveRecords } from './records.ts';

export const kubernetesConfigFields = {
  disable_iss_validation: ['boolean', true, 'unsupported'],
  disable_local_ca_jwt: ['boolean', false, 'informational'],
  issuer: ['string', '', 'unsupported'],
  kubernetes_ca_cert: ['string', '', 'informational'],
  kubernetes_host: ['string', required, 'informational'],
  /** The keys that sign service account tokens. The emulator does not call the TokenReview API. */
  pem_keys: ['strings', [], 'enforced'],
  token_reviewer_jwt: ['string', '', 'informational', 'hidden'],
  use_annotations_as_alias_metadata: ['boolean', false, 'unsupported'],
} as const satisfies FieldTable;
export const kubernetesRoleFields = {
  alias_name_source: ['string', 'serviceaccount_uid', 'informational'],
  audience: ['string', '', 'enforced'],
  bound_service_account_names: ['strings', required, 'enforced'],
  bound_service_account_namespace_selector: ['string', '', 'unsupported'],
  bound_service_account_namespaces: ['strings', required, 'enforced'],
  ...tokenFields,
} as const satisfies FieldTable;
const proof = v.object({ role: v.string(), jwt: v.string() });

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/kubernetes */
export function kubernetesBackend(core: Core, mountPath: MountPath): Backend {
  const app = routes();
  const config = new Records(kubernetesConfigFields);
  const roles = new Records(kubernetesRoleFields);
  serveConfig(app, '/config', config);
  serveRecords(app, '/role', roles);
  app.put('/login', async (c) => {
    const configured = config.get('');
    if (configured === undefined) throw new VaultError(500, 'could not load backend configuration');
    const asked = body(c, proof);
    const bound = roles.get(asked.role);
    if (bound === undefined) throw new VaultError(400, `invalid role name "${asked.role}"`);
    const keys = { pems: configured.pem_keys, jwksUrl: '', discoveryUrl: '', algorithms: [] };
    const claims = await verifiedClaims(asked.jwt, keys, '');
    checkTimes(claims, noLeeway, core.clock());
    if (bound.audience !== '' && ![claims.aud].flat().includes(bound.audience)) {
      throw new VaultError(
        403,
        'invalid audience (aud) claim: audience claim does not match any expected audience',
      );
    }
    const account = serviceAccount(claims);
    if (!isBound(bound.bound_service_account_namespaces, account.namespace)) {
      throw new VaultError(403, 'namespace not authorized');
    }
    if (!isBound(bound.bound_service_account_names, account.name)) {
      throw new VaultError(403, 'service account name not authorized');
    }
    return login(c, core, mountPath, bound, {
      display_name: `${account.namespace}-${account.name}`,
      metadata: {
        role: asked.role,
        service_account_name: account.name,
        service_account_namespace: account.namespace,
      },
    });
  });
  return { app, open: ['login'] };
}

/** The subject of such a token is `system:serviceaccount:<namespace>:<name>`. */
function serviceAccount({ sub = '' }: JWTPayload): { namespace: string; name: string } {
  const parts = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(sub);
  if (parts === null) throw new VaultError(403, 'the token is not a service account token');
  return { namespace: parts[1]!, name: parts[2]! };
}

function isBound(allowed: readonly string[], name: string): boolean {
  return allowed.includes('*') || allowed.includes(name);
}
