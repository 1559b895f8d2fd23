import * as v from 'valibot';
import { type Backend, routes } from '../backend.ts';
import type { Core, MountPath } from '../core.ts';
import { body } from '../request-body.ts';
import { VaultError } from '../vault-error.ts';
import { login, tokenSettings } from './login.ts';
import { Records, serveRecords } from './records.ts';
import { sameText } from './same-text.ts';

const user = v.object({ password: v.string(), ...tokenSettings });
const proof = v.object({ password: v.string() });

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/userpass */
export function userpassBackend(core: Core, mountPath: MountPath): Backend {
  const app = routes();
  const users = new Records(user);
  serveRecords(app, '/users', users, ['password']);
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
