import type { Hono } from 'hono';
import * as v from 'valibot';
import type { Env } from '../backend.ts';
import { body } from '../body.ts';
import type { Core } from '../core.ts';
import { answerData, answerList, answerNothing } from '../envelope.ts';
import { builtInPolicies } from '../policy/built-in.ts';
import { parsePolicy } from '../policy/parse.ts';
import { nothingThere, Refusal } from '../refusal.ts';

const aPolicy = v.object({ policy: v.string() });

/** Source: https://developer.hashicorp.com/vault/api-docs/system/policies */
export function policyTable(app: Hono<Env>, _core: Core): void {
  app.on('LIST', '/policies/acl', (c) => answerList(c, c.env.namespace.policies.keys()));
  app.get('/policies/acl/:name', (c) => {
    const policy = c.env.namespace.policies.get(c.req.param('name').toLowerCase());
    if (policy === undefined) throw nothingThere();
    return answerData(c, { name: policy.name, policy: policy.text });
  });
  app.put('/policies/acl/:name', (c) => {
    const name = c.req.param('name').toLowerCase();
    if (name === 'root') throw new Refusal(400, 'cannot update "root" policy');
    c.env.namespace.policies.set(name, parsePolicy(name, decoded(body(c, aPolicy).policy)));
    return answerNothing(c);
  });
  app.delete('/policies/acl/:name', (c) => {
    const name = c.req.param('name').toLowerCase();
    if (builtInPolicies.has(name)) throw new Refusal(400, `cannot delete "${name}" policy`);
    c.env.namespace.policies.delete(name);
    return answerNothing(c);
  });
}

/** A policy may come in base64, as Vault takes it. */
function decoded(text: string): string {
  const isBase64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  return isBase64 ? Buffer.from(text, 'base64').toString('utf8') : text;
}
