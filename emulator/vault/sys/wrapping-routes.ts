import type { Hono } from 'hono';
import type { Env, VaultContext } from '../backend.ts';
import type { Core } from '../core.ts';
import { dataResponse, envelope } from '../envelope.ts';
import { readFields, text } from '../field-table.ts';
import { badToken, rejected } from '../vault-error.ts';

const tokenBody = { token: text };

/** Source: https://developer.hashicorp.com/vault/api-docs/system/wrapping-unwrap, and `wrap`, `lookup`, `rewrap` beside it */
export function wrappingRoutes(app: Hono<Env>, { wrapped, tokens }: Core): void {
  /** The wrapping token: the client token, or that of the body of an authenticated request. */
  const wrappingToken = (c: VaultContext, needsClient: boolean): string => {
    const { client_token } = c.env;
    if (wrapped.has(client_token)) return client_token;
    const { token } = readFields(tokenBody, c.env.body);
    if (needsClient && (client_token === null || tokens.find(client_token) === null)) throw badToken();
    if (token === '') throw rejected('missing wrapping token');
    return token;
  };
  app.put('/wrapping/wrap', (c) => dataResponse(c, c.env.body));
  app.on(['GET', 'PUT'], '/wrapping/lookup', (c) => {
    const { creation_path, creation_time, ttl } = wrapped.find(wrappingToken(c, false)).info;
    return dataResponse(c, { creation_path, creation_time, creation_ttl: ttl });
  });
  app.put('/wrapping/unwrap', (c) => {
    const { body: original } = wrapped.unwrap(wrappingToken(c, true));
    return c.body(original, 200, { 'content-type': 'application/json' });
  });
  app.put('/wrapping/rewrap', (c) => {
    const { body, info } = wrapped.unwrap(wrappingToken(c, true));
    const { info: wrap_info } = wrapped.wrap(body, info.ttl, info.creation_path);
    return c.json({ ...envelope(c.env.mount.type, null, null), wrap_info });
  });
}
