import type { JWTPayload } from 'jose';
import type { Plugin } from '../core.ts';
import { enforced, informational, required, requiredText, unsupported } from '../field-table.ts';
import { VaultError } from '../vault-error.ts';
import { audienceMismatch, checkTimes, noLeeway } from './jwt-claims.ts';
import { verifiedClaims } from './jwt-signature.ts';
import { loginBackend, tokenFields } from './login.ts';
import { Records } from './records.ts';

export const kubernetesConfigFields = {
  /** The keys that sign service account tokens. The emulator does not call the TokenReview API. */
  ...enforced('strings', [], 'pem_keys'),
  ...enforced('boolean', true, 'disable_iss_validation'),
  ...enforced('string', '', 'issuer'),
  ...unsupported('boolean', false, 'use_annotations_as_alias_metadata'),
  ...informational('boolean', false, 'disable_local_ca_jwt'),
  ...informational('string', '', 'kubernetes_ca_cert'),
  ...informational('string', '', 'token_reviewer_jwt', 'hidden'),
  ...informational('string', required, 'kubernetes_host'),
};
export const kubernetesRoleFields = {
  ...enforced('string', '', 'audience'),
  ...enforced('strings', required, 'bound_service_account_names bound_service_account_namespaces'),
  ...unsupported('string', '', 'bound_service_account_namespace_selector'),
  ...informational('string', 'serviceaccount_uid', 'alias_name_source'),
  ...tokenFields,
};
const defaultIssuer = 'kubernetes/serviceaccount';
const proof = { role: requiredText, jwt: requiredText };

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/kubernetes */
export const kubernetesBackend: Plugin = (core, mountPath) => {
  const config = new Records('/config', kubernetesConfigFields);
  const roles = new Records('/role', kubernetesRoleFields);
  return loginBackend(core, mountPath, [config, roles], '/login', proof, async ({ role, jwt }) => {
    const configured = config.require('', 'could not load backend configuration', 500);
    const settings = roles.require(role, `invalid role name "${role}"`);
    const bound_issuer = configured.disable_iss_validation ? '' : configured.issuer || defaultIssuer;
    const claims = await verifiedClaims(jwt, { bound_issuer, jwt_validation_pubkeys: configured.pem_keys });
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
