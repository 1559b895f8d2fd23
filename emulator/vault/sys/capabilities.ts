import type { Hono } from 'hono';
import { caller, type Env } from '../backend.ts';
import type { Core } from '../core.ts';
import { systemResponse } from '../envelope.ts';
import { readFields, text } from '../field-table.ts';
import { capabilitiesOf, isRoot } from '../permission.ts';
import type { Token } from '../tokens.ts';
import { VaultError } from '../vault-error.ts';

const asked = { paths: ['strings', [], 'enforced'], path: ['strings', [], 'enforced'], token: text } as const;

/** Source: https://developer.hashicorp.com/vault/api-docs/system/capabilities-self */
export function capabilitiesSelf(app: Hono<Env>, { namespaces, tokens }: Core): void {
  const serve = (path: string, tokenOf: (own: Token, named: string | undefined) => Token | null) =>
    app.put(path, (c) => {
      const { paths, path: single, token: named } = readFields(asked, c.env.body);
      const wanted = paths.length > 0 ? paths : single;
      if (wanted.length === 0) throw new VaultError(400, 'paths must be supplied');
      const token = tokenOf(caller(c), named);
      if (token === null) throw new VaultError(400, 'invalid token');
      const each = wanted.map((one) => [one, capabilitiesAt(token, c.env.namespace, one)] as const);
      const [first] = each;
      return systemResponse(c, {
        ...Object.fromEntries(each),
        ...(each.length === 1 ? { capabilities: first![1] } : {}),
      });
    });
  const capabilitiesAt = (
    token: Token,
    namespace: Parameters<typeof capabilitiesOf>[2],
    path: string,
  ): string[] => {
    if (isRoot(token) && namespace.path.startsWith(token.namespace)) return ['root'];
    const granted = capabilitiesOf(namespaces, token, namespace, path.replace(/^\//, ''), path.endsWith('/'));
    return granted.length === 0 ? ['deny'] : granted.toSorted();
  };
  serve('/capabilities-self', (own) => own);
  serve('/capabilities', (_own, named) => tokens.find(named ?? ''));
}
