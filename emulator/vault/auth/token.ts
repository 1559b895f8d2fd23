import { globMatches } from '../../glob.ts';
import { type Backend, caller, routes, type VaultContext } from '../backend.ts';
import type { Core } from '../core.ts';
import { dataResponse, emptyResponse, listResponse, tokenResponse } from '../envelope.ts';
import { enforced, readFields, requiredText, unsupported, type Values } from '../field-table.ts';
import { capabilitiesOf, isRoot } from '../permission.ts';
import { defaultTtl, policyList, type Token } from '../tokens.ts';
import { badToken, rejected, VaultError } from '../vault-error.ts';
import { tokenFields } from './login.ts';
import { Records, serveRecords } from './records.ts';

export const tokenCreateFields = {
  ...enforced('string', '', 'display_name id type'),
  ...enforced('duration', 0, 'explicit_max_ttl period ttl'),
  ...enforced('map', null, 'meta'),
  ...enforced('boolean', false, 'no_default_policy no_parent'),
  ...enforced('integer', 0, 'num_uses'),
  ...enforced('strings', [], 'policies'),
  ...enforced('boolean', true, 'renewable'),
  ...unsupported('string', '', 'entity_alias'),
  ...unsupported('duration', 0, 'lease'),
};

const { token_max_ttl: _, token_policies: __, token_ttl: ___, ...roleTokenFields } = tokenFields;

export const tokenRoleFields = {
  ...enforced('strings', [], 'allowed_policies allowed_policies_glob'),
  ...enforced('strings', [], 'disallowed_policies disallowed_policies_glob'),
  ...enforced('boolean', false, 'orphan'),
  ...enforced('string', '', 'path_suffix'),
  ...enforced('boolean', true, 'renewable'),
  ...unsupported('strings', [], 'allowed_entity_aliases'),
  ...roleTokenFields,
};
type TokenRole = Values<typeof tokenRoleFields>;

const aToken = { token: requiredText };
const anAccessor = { accessor: requiredText };
const increment = enforced('duration', 0, 'increment');

/**
 * The token method, which every namespace has at `auth/token/`.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/auth/token
 */
export function tokenBackend(core: Core): Backend {
  const app = routes();
  const { tokens } = core;
  const roles = new Records('/roles', tokenRoleFields);
  const byToken = (c: VaultContext) => {
    const token = tokens.find(readFields(aToken, c.env.body).token);
    if (token === null) throw badToken();
    return token;
  };
  const byAccessor = (c: VaultContext) => {
    const token = tokens.findByAccessor(readFields(anAccessor, c.env.body).accessor);
    if (token === null) throw new VaultError(403, 'invalid accessor');
    return token;
  };
  const shown = (c: VaultContext, token: Token, more: object = {}) =>
    dataResponse(c, { ...view(token, tokens.ttl(token)), ...more });

  app.on(['GET', 'PUT'], '/lookup-self', (c) => shown(c, caller(c)));
  app.get('/lookup', (c) => shown(c, caller(c)));
  app.put('/lookup', (c) => shown(c, byToken(c)));
  app.put('/lookup-accessor', (c) => shown(c, byAccessor(c), { id: '' }));
  app.on('LIST', '/accessors', (c) => listResponse(c, tokens.accessors(c.env.namespace.path)));
  app.put('/create', (c) => create(core, c, { isOrphan: false }));
  app.put('/create-orphan', (c) => create(core, c, { isOrphan: true }));
  app.put('/create/:role', (c) => {
    const roleName = c.req.param('role');
    const role = roles.require(roleName, `unknown role ${roleName}`);
    return create(core, c, { isOrphan: role.orphan, roleName, role });
  });
  for (const [suffix, find] of Object.entries({ '-self': caller, '': byToken, '-accessor': byAccessor })) {
    app.put(`/revoke${suffix}`, (c) => {
      const { id, type } = find(c);
      if (type === 'batch') throw rejected('batch tokens cannot be revoked');
      tokens.revoke(id);
      return emptyResponse(c);
    });
    app.put(`/renew${suffix}`, (c) => {
      const renewed = tokens.renew(find(c).id, readFields(increment, c.env.body).increment);
      return tokenResponse(c, renewed, tokens.ttl(renewed));
    });
  }
  app.put('/revoke-orphan', (c) => {
    tokens.revokeOrphan(byToken(c).id);
    return emptyResponse(c);
  });
  serveRecords(app, roles, 'name');
  return { app, open: [], sudo: ['accessors', 'create-orphan', 'revoke-orphan'] };
}

function create(
  core: Core,
  c: VaultContext,
  { isOrphan, roleName, role }: { isOrphan: boolean; roleName?: string; role?: TokenRole },
): Response {
  const parent = caller(c);
  const { namespace } = c.env;
  const asked = readFields(tokenCreateFields, c.env.body);
  const granted = capabilitiesOf(core.namespaces, parent, namespace, 'auth/token/create', false);
  const isSudo = granted.includes('sudo');
  const isTaken = asked.id !== '' && core.tokens.find(asked.id) !== null;
  requireNone({
    'batch tokens cannot create more tokens': parent.type === 'batch',
    'restricted use token cannot generate child tokens': parent.num_uses !== 0,
    'root or sudo privileges required to create orphan token': asked.no_parent && !isSudo,
    'root or sudo privileges required to create periodic token': asked.period > 0 && !isSudo && !role,
    'root or sudo privileges required to specify token id': asked.id !== '' && !isSudo,
    'cannot create a token with a duplicate ID': isTaken,
  });
  const withoutDefault = asked.no_default_policy || role?.token_no_default_policy === true;
  const policies = role
    ? rolePolicies(parent, asked.policies, role, withoutDefault)
    : childPolicies(parent, asked.policies, withoutDefault, isSudo);
  const isRootToken = policies.includes('root');
  const type = typeOf(asked.type, role);
  const period = role?.token_period || asked.period;
  const explicit_max_ttl = shorter(asked.explicit_max_ttl, role?.token_explicit_max_ttl ?? 0);
  const num_uses = role?.token_num_uses || asked.num_uses;
  const isLimited = isRootToken || period > 0 || num_uses > 0 || explicit_max_ttl > 0 || asked.id !== '';
  requireNone({
    'batch tokens cannot be root, periodic, limited in uses, or have an explicit max TTL or ID':
      type === 'batch' && isLimited,
  });
  const ttl = asked.ttl || (isRootToken ? 0 : defaultTtl);
  const name = asked.display_name.replace(/[^a-zA-Z0-9-]/g, '-').replace(/-$/, '');
  const token = core.tokens.create({
    ...(asked.id === '' ? {} : { id: asked.id }),
    namespace: namespace.path,
    policies,
    display_name: name === '' ? 'token' : `token-${name}`,
    meta: asked.meta as Token['meta'],
    path: `auth/token/create${roleName ? `/${roleName}` : ''}${role?.path_suffix ? `/${role.path_suffix}` : ''}`,
    role: roleName ?? null,
    parent: isOrphan || asked.no_parent ? null : parent.id,
    type,
    renewable: asked.renewable && role?.renewable !== false && (ttl > 0 || period > 0),
    explicit_max_ttl,
    period,
    num_uses,
    bound_cidrs: role?.token_bound_cidrs ?? [],
    ttl,
  });
  return tokenResponse(c, token, core.tokens.ttl(token));
}

/** @throws VaultError (400) with the first message whose condition is true */
function requireNone(conditions: Readonly<Record<string, boolean>>): void {
  const [failed] = Object.entries(conditions).find(([, isTrue]) => isTrue) ?? [];
  if (failed !== undefined) throw rejected(failed);
}

function typeOf(asked: string, role: TokenRole | undefined): Token['type'] {
  const own = role?.token_type.replace('default-', '') ?? 'default';
  const type = asked || (own === 'default' ? 'service' : own);
  if (type !== 'service' && type !== 'batch') throw rejected(`invalid 'type' value`);
  return type;
}

/** 0: unlimited. */
function shorter(one: number, other: number): number {
  return one === 0 || other === 0 ? one || other : Math.min(one, other);
}

/** Without sudo, a child gets only policies of its parent. Without requested policies, it gets those of its parent. */
function childPolicies(parent: Token, asked: readonly string[], noDefault: boolean, sudo: boolean): string[] {
  const chosen = asked.length > 0 ? asked : parent.policies;
  if (chosen.includes('root')) {
    if (!isRoot(parent)) throw rejected('root tokens may not be created without parent token being root');
    return ['root'];
  }
  const foreign = chosen.filter((policy) => policy !== 'default' && !parent.policies.includes(policy));
  if (foreign.length > 0 && !sudo) throw rejected('child policies must be subset of parent');
  return policyList(chosen, noDefault);
}

/** With a role, its allowed policies replace those of the parent. */
function rolePolicies(
  parent: Token,
  asked: readonly string[],
  role: TokenRole,
  noDefault: boolean,
): string[] {
  const isRestricted = role.allowed_policies.length > 0 || role.allowed_policies_glob.length > 0;
  const chosen = asked.length > 0 ? asked : isRestricted ? role.allowed_policies : parent.policies;
  const matches = (policy: string, names: readonly string[], globs: readonly string[]) =>
    names.includes(policy) || globs.some((glob) => globMatches(glob, policy));
  const isAllowed = (policy: string) =>
    policy === 'default' || matches(policy, role.allowed_policies, role.allowed_policies_glob);
  const isDisallowed = (policy: string) =>
    policy === 'root' || matches(policy, role.disallowed_policies, role.disallowed_policies_glob);
  if (isRestricted && !chosen.every(isAllowed))
    throw rejected(
      `token policies (${JSON.stringify(chosen)}) must be subset of the role's allowed policies`,
    );
  const disallowed = chosen.find(isDisallowed);
  if (disallowed !== undefined) throw rejected(`token policy "${disallowed}" is disallowed by this role`);
  return policyList(chosen, noDefault || isDisallowed('default'));
}

/** A token as the lookup endpoints return it. */
function view(token: Token, ttl: number): Record<string, unknown> {
  return {
    accessor: token.accessor,
    ...(token.bound_cidrs.length === 0 ? {} : { bound_cidrs: token.bound_cidrs }),
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
    num_uses: Math.max(0, token.num_uses),
    orphan: token.parent === null,
    path: token.path,
    ...(token.period === 0 ? {} : { period: token.period }),
    policies: token.policies,
    renewable: token.renewable,
    ...(token.role === null ? {} : { role: token.role }),
    ttl,
    type: token.type,
  };
}
