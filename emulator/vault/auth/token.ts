import * as v from 'valibot';
import { type Backend, caller, routes, type VaultContext } from '../backend.ts';
import type { Core } from '../core.ts';
import { seconds } from '../duration.ts';
import { dataResponse, emptyResponse, tokenResponse } from '../envelope.ts';
import { capabilitiesOf, isRoot } from '../permission.ts';
import { body, duration, flag, names, texts } from '../request-body.ts';
import { defaultTtl, type Token } from '../tokens.ts';
import { badToken, VaultError } from '../vault-error.ts';

const creation = v.object({
  policies: v.optional(names),
  no_default_policy: v.optional(flag, false),
  no_parent: v.optional(flag, false),
  ttl: v.optional(duration),
  explicit_max_ttl: v.optional(duration),
  renewable: v.optional(flag, true),
  display_name: v.optional(v.string(), ''),
  meta: v.optional(v.nullable(texts), null),
});

const aToken = v.object({ token: v.string() });
const anAccessor = v.object({ accessor: v.string() });
const renewal = v.object({ token: v.optional(v.string()), increment: v.optional(duration) });

/**
 * The token method, which every namespace has at `auth/token/`.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/token
 */
export function tokenBackend(core: Core): Backend {
  const app = routes();
  const { tokens } = core;

  app.get('/lookup-self', (c) => dataResponse(c, view(core, caller(c))));
  app.put('/lookup-self', (c) => dataResponse(c, view(core, caller(c))));
  app.put('/lookup', (c) => dataResponse(c, view(core, findToken(core, body(c, aToken).token))));
  app.put('/lookup-accessor', (c) => {
    const token = tokens.findByAccessor(body(c, anAccessor).accessor);
    if (token === null) throw new VaultError(403, 'invalid accessor');
    return dataResponse(c, { ...view(core, token), id: '' });
  });
  app.put('/create', (c) => tokenResponse(c, ...create(core, c, false)));
  app.put('/create-orphan', (c) => tokenResponse(c, ...create(core, c, true)));
  app.put('/revoke-self', (c) => {
    tokens.revoke(caller(c).id);
    return emptyResponse(c);
  });
  app.put('/revoke', (c) => {
    tokens.revoke(findToken(core, body(c, aToken).token).id);
    return emptyResponse(c);
  });
  app.put('/revoke-accessor', (c) => {
    const token = tokens.findByAccessor(body(c, anAccessor).accessor);
    if (token === null) throw new VaultError(400, 'invalid accessor');
    tokens.revoke(token.id);
    return emptyResponse(c);
  });
  app.put('/renew-self', (c) => {
    const renewed = tokens.renew(caller(c).id, seconds(body(c, renewal).increment, 'increment'));
    return tokenResponse(c, renewed, tokens.ttl(renewed));
  });
  app.put('/renew', (c) => {
    const { token = '', increment } = body(c, renewal);
    const renewed = tokens.renew(findToken(core, token).id, seconds(increment, 'increment'));
    return tokenResponse(c, renewed, tokens.ttl(renewed));
  });
  return { app, open: [], sudo: ['create-orphan'] };
}

function findToken({ tokens }: Core, id: string): Token {
  const token = tokens.find(id);
  if (token === null) throw badToken();
  return token;
}

function create(core: Core, c: VaultContext, orphan: boolean): [Token, number] {
  const parent = caller(c);
  const { namespace } = c.env;
  const asked = body(c, creation);
  const sudo = capabilitiesOf(core.namespaces, parent, namespace, 'auth/token/create', false).includes(
    'sudo',
  );
  if (asked.no_parent && !sudo)
    throw new VaultError(400, 'root or sudo privileges required to create orphan token');
  const policies = childPolicies(parent, asked.policies ?? [], asked.no_default_policy, sudo);
  const root = policies.includes('root');
  const ttl = seconds(asked.ttl, 'ttl') || (root ? 0 : defaultTtl);
  const token = core.tokens.create({
    namespace: namespace.path,
    policies,
    display_name: asked.display_name === '' ? 'token' : `token-${asked.display_name}`,
    meta: asked.meta,
    path: 'auth/token/create',
    parent: orphan || asked.no_parent ? null : parent.id,
    renewable: asked.renewable && ttl > 0,
    explicit_max_ttl: seconds(asked.explicit_max_ttl, 'explicit_max_ttl'),
    ttl,
  });
  return [token, core.tokens.ttl(token)];
}

/** Without sudo, a child gets only policies of its parent. Without requested policies, it gets those of its parent. */
function childPolicies(parent: Token, asked: readonly string[], noDefault: boolean, sudo: boolean): string[] {
  const chosen = asked.length > 0 ? asked : parent.policies;
  if (chosen.includes('root')) {
    if (!isRoot(parent))
      throw new VaultError(400, 'root tokens may not be created without parent token being root');
    return ['root'];
  }
  const foreign = chosen.filter((policy) => policy !== 'default' && !parent.policies.includes(policy));
  if (foreign.length > 0 && !sudo) throw new VaultError(400, 'child policies must be subset of parent');
  return [...new Set(noDefault ? chosen : [...chosen, 'default'])].sort();
}

function view({ tokens }: Core, token: Token): Record<string, unknown> {
  return {
    accessor: token.accessor,
    creation_time: Math.floor(token.created.getTime() / 1000),
    creation_ttl: token.creation_ttl,
    display_name: token.display_name,
    entity_id: '',
    expire_time: token.expires?.toISOString() ?? null,
    explicit_max_ttl: token.explicit_max_ttl,
    id: token.id,
    issue_time: token.created.toISOString(),
    meta: token.meta,
    ...(token.namespace === '' ? {} : { namespace_path: token.namespace }),
    num_uses: 0,
    orphan: token.parent === null,
    path: token.path,
    policies: token.policies,
    renewable: token.renewable,
    ttl: tokens.ttl(token),
    type: 'service',
  };
}
