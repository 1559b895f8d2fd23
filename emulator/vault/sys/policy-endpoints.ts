import type { Hono } from 'hono';
import type { Env, VaultContext } from '../backend.ts';
import { dataResponse, emptyResponse, listResponse, systemResponse } from '../envelope.ts';
import { readFields, requiredText } from '../field-table.ts';
import { builtInPolicies } from '../policy/built-in.ts';
import { parseAclPolicy } from '../policy/parse.ts';
import { notFound, rejected } from '../vault-error.ts';

const aPolicy = { policy: requiredText };
/** The second is the deprecated one. */
const paths = ['/policies/acl/:name', '/policy/:name'];

/** Source: https://developer.hashicorp.com/vault/api-docs/system/policies */
export function policyTable(app: Hono<Env>): void {
  app.on('LIST', '/policies/acl', (c) => listResponse(c, c.env.namespace.policies.keys()));
  app.on(['GET', 'LIST'], '/policy', (c) => {
    const keys = [...c.env.namespace.policies.keys()].sort();
    return systemResponse(c, { keys, policies: keys });
  });
  const named = (c: VaultContext) => {
    const policy = c.env.namespace.policies.get(c.req.param('name')!.toLowerCase());
    if (policy === undefined) throw notFound();
    return policy;
  };
  app.get('/policies/acl/:name', (c) => dataResponse(c, { name: named(c).name, policy: named(c).text }));
  app.get('/policy/:name', (c) => systemResponse(c, { name: named(c).name, rules: named(c).text }));
  app.on('PUT', paths, (c) => {
    const name = c.req.param('name')!.toLowerCase();
    if (name === 'root') throw rejected('cannot update "root" policy');
    c.env.namespace.policies.set(name, parseAclPolicy(name, decoded(readFields(aPolicy, c.env.body).policy)));
    return emptyResponse(c);
  });
  app.on('DELETE', paths, (c) => {
    const name = c.req.param('name')!.toLowerCase();
    if (builtInPolicies.has(name)) throw rejected(`cannot delete "${name}" policy`);
    c.env.namespace.policies.delete(name);
    return emptyResponse(c);
  });
}

/** Vault accepts a policy in base64 too. */
function decoded(text: string): string {
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  return isBase64 ? Buffer.from(text, 'base64').toString('utf8') : text;
}
