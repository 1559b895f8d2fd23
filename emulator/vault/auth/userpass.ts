import { sameText } from '../../same-text.ts';
import type { Plugin } from '../core.ts';
import { enforced, required, requiredText } from '../field-table.ts';
import { rejected } from '../vault-error.ts';
import { loginBackend, tokenFields } from './login.ts';
import { Records } from './records.ts';

export const userFields = {
  ...enforced('string', required, 'password', 'hidden'),
  ...tokenFields,
};
const proof = { password: requiredText };

/** Source: https://developer.hashicorp.com/vault/api-docs/auth/userpass */
export const userpassBackend: Plugin = (core, mountPath) => {
  const users = new Records('/users', userFields);
  return loginBackend(core, mountPath, [users], '/login/:name', proof, ({ password }, c) => {
    const name = c.req.param('name')!.toLowerCase();
    const settings = users.get(name);
    if (!settings || !sameText(settings.password, password)) throw rejected('invalid username or password');
    return { settings, display_name: `userpass-${name}`, metadata: { username: name } };
  });
};
