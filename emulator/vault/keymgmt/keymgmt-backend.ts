import { type Backend, routes } from '../backend.ts';
import { dataResponse, emptyResponse } from '../envelope.ts';
import { type FieldTable, unknownFields } from '../field-table.ts';
import { VaultError } from '../vault-error.ts';
import type { EngineRequest } from './engine.ts';
import type { EngineHost } from './engine-host.ts';
import { distributionFields, keyFields, providerFields } from './fields.ts';

/** A name that Vault's framework accepts. Any other name is an unsupported path. */
const name = '[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?';
const key = `/key/:key{${name}}`;
const kms = `/kms/:kms{${name}}`;

const endpoints: readonly (readonly [string, string, EngineRequest['op'], FieldTable?])[] = [
  ['LIST', '/key', 'list_keys'],
  ['GET', key, 'read_key'],
  ['PUT', key, 'write_key', keyFields],
  ['DELETE', key, 'delete_key'],
  ['PUT', `${key}/rotate`, 'rotate_key'],
  ['LIST', `${key}/kms`, 'list_key_kms'],
  ['LIST', '/kms', 'list_kms'],
  ['GET', kms, 'read_kms'],
  ['PUT', kms, 'write_kms', providerFields],
  ['DELETE', kms, 'delete_kms'],
  ['LIST', `${kms}/key`, 'list_kms_keys'],
  ['GET', kms + key, 'read_distribution'],
  ['PUT', kms + key, 'distribute', distributionFields],
  ['DELETE', kms + key, 'remove_distribution'],
  ['PUT', `${kms}${key}/replicate`, 'replicate'],
];

/**
 * The engine's endpoints.
 *
 * Source: https://developer.hashicorp.com/vault/api-docs/secret/key-management
 */
export function keymgmtBackend(host: EngineHost): Backend {
  const app = routes();
  for (const [method, path, op, fields = {}] of endpoints) {
    app.on(method, path, async (c) => {
      const { body } = c.env;
      const names = { key: c.req.param('key') ?? '', kms: c.req.param('kms') ?? '' };
      const response = await host.handle({ op, ...names, body });
      if ('data' in response) return dataResponse(c, response.data);
      if ('errors' in response) throw new VaultError(response.status, ...response.errors);
      return emptyResponse(c, unknownFields(fields, body));
    });
  }
  return { app, open: [] };
}
