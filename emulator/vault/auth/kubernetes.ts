import type { JWTPayload } from 'jose';
import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import { body, names } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';
import { verifiedClaims } from './jwt-signature.ts';
import { login, tokenSettings } from './login.ts';
import { Records, serveConfig, serveRecords } from './records.ts';

const configuration = v.object({
  kubernetes_host: v.string(),
  /** The keys that sign service account tokens. The emulator does not call the TokenReview API. */
  pem_keys: v.optional(names, []),
});
const role = v.object({
  bound_service_account_names: names,
  bound_service_account_namespaces: names,
  audience: v.optional(v.string(), ''),
  ...tokenSettings,
});
const proof = v.object({ role: v.string(), jwt: v.string() });

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/kubernetes */
export function kubernetesBackend(core: Core, mountPath: MountPath): Backend {
  const app = routes();
  const config = new Records(configuration);
  const roles = new Records(role);
  serveConfig(app, '/config', config);
  serveRecords(app, '/role', roles);
  app.put('/login', async (c) => {
    const configured = config.get('');
    if (configured === undefined) throw new VaultError(500, 'could not load backend configuration');
    const asked = body(c, proof);
    const bound = roles.get(asked.role);
    if (bound === undefined) throw new VaultError(400, `invalid role name "${asked.role}"`);
    const keys = { pems: configured.pem_keys, jwksUrl: '', discoveryUrl: '' };
    const claims = await verifiedClaims(asked.jwt, keys, '', core.clock());
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
