import type { Context } from 'hono';
import { type Backend, type Env, routes } from '../backend.ts';
import { dataResponse } from '../envelope.ts';
import type { EngineRequest } from './engine.ts';
import type { EngineHost } from './engine-host.ts';
import type { EngineResponse } from './engine-response.ts';

/** A name that Vault's framework accepts. Any other name is an unsupported path. */
const name = '[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?';
const key = `/key/:key{${name}}`;
const kms = `/kms/:kms{${name}}`;

/** The engine's endpoints. */
export function keymgmtBackend(host: EngineHost): Backend {
  const app = routes();
  const serve = (method: string, path: string, request: (c: Context<Env>) => EngineRequest) =>
    app.on(method, path, async (c) => respond(c, await host.handle(request(c))));
  const keyOf = (c: Context<Env>) => c.req.param('key')!;
  const kmsOf = (c: Context<Env>) => c.req.param('kms')!;

  serve('LIST', '/key', () => ({ op: 'list_keys' }));
  serve('GET', key, (c) => ({ op: 'read_key', key: keyOf(c) }));
  serve('PUT', key, (c) => ({ op: 'write_key', key: keyOf(c), body: c.env.body }));
  serve('DELETE', key, (c) => ({ op: 'delete_key', key: keyOf(c) }));
  serve('PUT', `${key}/rotate`, (c) => ({ op: 'rotate_key', key: keyOf(c) }));
  serve('LIST', `${key}/kms`, (c) => ({ op: 'list_key_kms', key: keyOf(c) }));

  serve('LIST', '/kms', () => ({ op: 'list_kms' }));
  serve('GET', kms, (c) => ({ op: 'read_kms', kms: kmsOf(c) }));
  serve('PUT', kms, (c) => ({ op: 'write_kms', kms: kmsOf(c), body: c.env.body }));
  serve('DELETE', kms, (c) => ({ op: 'delete_kms', kms: kmsOf(c) }));

  serve('LIST', `${kms}/key`, (c) => ({ op: 'list_kms_keys', kms: kmsOf(c) }));
  serve('GET', kms + key, (c) => ({ op: 'read_distribution', kms: kmsOf(c), key: keyOf(c) }));
  serve('PUT', kms + key, (c) => ({ op: 'distribute', kms: kmsOf(c), key: keyOf(c), body: c.env.body }));
  serve('DELETE', kms + key, (c) => ({ op: 'remove_distribution', kms: kmsOf(c), key: keyOf(c) }));
  serve('PUT', `${kms}${key}/replicate`, (c) => ({ op: 'replicate', kms: kmsOf(c), key: keyOf(c) }));
  return { app, open: [] };
}

function respond(c: Context<Env>, response: EngineResponse): Response {
  if (response.status === 204) return c.body(null, 204);
  return response.status === 200
    ? dataResponse(c, response.data)
    : c.json({ errors: response.errors }, response.status);
}
