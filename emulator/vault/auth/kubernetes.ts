import type { JWTPayload } from 'jose';
import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import { body, names } from '../body.ts';
import type { Core, Place } from '../core.ts';
import { Refusal } from '../refusal.ts';
import { verifiedClaims } from './jwt-signature.ts';
import { login, tokenSettings } from './login.ts';
import { Records, serveConfig, serveRecords } from './records.ts';

const configuration = v.object({
  kubernetes_host: v.string(),
  /** The keys that service account tokens are signed with; the emulator asks no TokenReview API. */
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
export function kubernetesBackend(core: Core, place: Place): Backend {
  const app = routes();
  const config = new Records(configuration);
  const roles = new Records(role);
  serveConfig(app, '/config', config);
  serveRecords(app, '/role', roles);
  app.put('/login', async (c) => {
    const configured = config.get('');
    if (configured === undefined) throw new Refusal(500, 'could not load backend configuration');
    const asked = body(c, proof);
    const bound = roles.get(asked.role);
    if (bound === undefined) throw new Refusal(400, `invalid role name "${asked.role}"`);
    const keys = { pems: configured.pem_keys, jwksUrl: '', discoveryUrl: '' };
    const claims = await verifiedClaims(asked.jwt, keys, '', core.clock());
    if (bound.audience !== '' && ![claims.aud].flat().includes(bound.audience)) {
      throw new Refusal(
        403,
        'invalid audience (aud) claim: audience claim does not match any expected audience',
      );
    }
    const account = serviceAccount(claims);
    if (!isBound(bound.bound_service_account_namespaces, account.namespace)) {
      throw new Refusal(403, 'namespace not authorized');
    }
    if (!isBound(bound.bound_service_account_names, account.name)) {
      throw new Refusal(403, 'service account name not authorized');
    }
    return login(c, core, place, bound, {
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
  if (parts === null) throw new Refusal(403, 'the token is not one of a service account');
  return { namespace: parts[1]!, name: parts[2]! };
}

function isBound(allowed: readonly string[], name: string): boolean {
  return allowed.includes('*') || allowed.includes(name);
}
