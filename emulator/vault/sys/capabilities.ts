import type { Hono } from 'hono';
import { caller, type Env, type Namespace } from '../backend.ts';
import type { Core } from '../core.ts';
import { systemResponse } from '../envelope.ts';
import { enforced, readFields, text } from '../field-table.ts';
import { capabilitiesOf, isRoot } from '../permission.ts';
import type { Token } from '../tokens.ts';
import { rejected } from '../vault-error.ts';

const asked = { ...enforced('strings', [], 'paths path'), token: text };

/** Source: https://developer.hashicorp.com/vault/api-docs/system/capabilities-self */
export function capabilitiesSelf(app: Hono<Env>, { namespaces, tokens }: Core): void {
  const serve = (path: string, tokenOf: (own: Token, named: string) => Token | null) =>
    app.put(path, (c) => {
      const { paths, path: single, token: named } = readFields(asked, c.env.body);
      const wanted = paths.length > 0 ? paths : single;
      if (wanted.length === 0) throw rejected('paths must be supplied');
      const token = tokenOf(caller(c), named);
      if (token === null) throw rejected('invalid token');
      const each = Object.fromEntries(wanted.map((one) => [one, granted(token, c.env.namespace, one)]));
      const only = wanted.length === 1 ? { capabilities: each[wanted[0]!] } : {};
      return systemResponse(c, { ...each, ...only });
    });
  const granted = (token: Token, namespace: Namespace, path: string): string[] => {
    if (isRoot(token) && namespace.path.startsWith(token.namespace)) return ['root'];
    const own = capabilitiesOf(namespaces, token, namespace, path.replace(/^\//, ''), path.endsWith('/'));
    return own.length === 0 ? ['deny'] : own.toSorted();
  };
  serve('/capabilities-self', (own) => own);
  serve('/capabilities', (_own, named) => tokens.find(named));
}
