import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import { type FieldTable, required } from '../field-table.ts';
import { body } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';
import { login, tokenFields } from './login.ts';
import { Records, serveRecords } from './records.ts';
import { sameText } from './same-text.ts';

export const userFields = {
  password: ['string', required, 'enforced', 'hidden'],
  ...tokenFields,
} as const satisfies FieldTable;
const proof = v.object({ password: v.string() });

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/userpass */
export function userpassBackend(core: Core, mountPath: MountPath): Backend {
  const app = routes();
  const users = new Records(userFields);
  serveRecords(app, '/users', users);
  app.put('/login/:name', (c) => {
    const name = c.req.param('name').toLowerCase();
    const found = users.get(name);
    if (!found || !sameText(found.password, body(c, proof).password)) {
      throw new VaultError(400, 'invalid username or password');
    }
    return login(c, core, mountPath, found, {
      display_name: `userpass-${name}`,
      metadata: { username: name },
    });
  });
  return { app, open: ['login/*'] };
}
