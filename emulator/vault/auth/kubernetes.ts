import type { JWTPayload } from 'jose';
import type { Plugin } from '../core.ts';
import { type FieldTable, informational, required, requiredText, unsupported } from '../field-table.ts';
import { VaultError } from '../vault-error.ts';
import { audienceMismatch, checkTimes, noLeeway } from './jwt-claims.ts';
import { verifiedClaims } from './jwt-signature.ts';
import { loginBackend, tokenFields } from './login.ts';
import { Records } from './records.ts';

export const kubernetesConfigFields = {
  /** The keys that sign service account tokens. The emulator does not call the TokenReview API. */
  pem_keys: ['strings', [], 'enforced'],
  disable_iss_validation: ['boolean', true, 'enforced'],
  issuer: ['string', '', 'enforced'],
  ...unsupported('boolean', false, 'use_annotations_as_alias_metadata'),
  ...informational('boolean', false, 'disable_local_ca_jwt'),
  ...informational('string', '', 'kubernetes_ca_cert'),
  ...informational('string', '', 'token_reviewer_jwt', 'hidden'),
  ...informational('string', required, 'kubernetes_host'),
} as const satisfies FieldTable;
export const kubernetesRoleFields = {
  audience: ['string', '', 'enforced'],
  bound_service_account_names: ['strings', required, 'enforced'],
  bound_service_account_namespaces: ['strings', required, 'enforced'],
  ...unsupported('string', '', 'bound_service_account_namespace_selector'),
  ...informational('string', 'serviceaccount_uid', 'alias_name_source'),
  ...tokenFields,
} as const satisfies FieldTable;
const defaultIssuer = 'kubernetes/serviceaccount';
const proof = { role: requiredText, jwt: requiredText };

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/kubernetes */
export const kubernetesBackend: Plugin = (core, mountPath) => {
  const config = new Records(kubernetesConfigFields);
  const roles = new Records(kubernetesRoleFields);
  const records = { '/config': config, '/role': roles };
  return loginBackend(core, mountPath, records, '/login', proof, async ({ role, jwt }) => {
    const configured = config.require('', 'could not load backend configuration', 500);
    const settings = roles.require(role, `invalid role name "${role}"`);
    const issuer = configured.disable_iss_validation ? '' : configured.issuer || defaultIssuer;
    const source = { pems: configured.pem_keys, jwksUrl: '', discoveryUrl: '', algorithms: [] };
    const claims = await verifiedClaims(jwt, source, issuer);
    checkTimes(claims, noLeeway, core.clock());
    const { audience } = settings;
    if (audience !== '' && ![claims.aud].flat().includes(audience)) throw denied(audienceMismatch);
    const { namespace, name } = serviceAccount(claims);
    if (!isBound(settings.bound_service_account_namespaces, namespace))
      throw denied('namespace not authorized');
    if (!isBound(settings.bound_service_account_names, name))
      throw denied('service account name not authorized');
    return {
      settings,
      display_name: `${namespace}-${name}`,
      metadata: { role, service_account_name: name, service_account_namespace: namespace },
    };
  });
};

/** The subject of such a token is `system:serviceaccount:<namespace>:<name>`. */
function serviceAccount({ sub = '' }: JWTPayload): { namespace: string; name: string } {
  const parts = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(sub);
  if (parts === null) throw denied('the token is not a service account token');
  return { namespace: parts[1]!, name: parts[2]! };
}

function isBound(allowed: readonly string[], name: string): boolean {
  return allowed.includes('*') || allowed.includes(name);
}

function denied(why: string): VaultError {
  return new VaultError(403, why);
}
