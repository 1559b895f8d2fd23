import { approle } from './approle.ts';
import { aws } from './aws.ts';
import { cert } from './cert.ts';
import { github } from './github.ts';
import { jwt } from './jwt.ts';
import { kubernetes } from './kubernetes.ts';
import type { LoginMethod, RequiredInput } from './login-method.ts';
import { ldap, userpass } from './password.ts';
import { payload } from './payload.ts';

/** The methods by the name in `method`. `token` needs no login, and any other name goes by `auth_payload`. */
const methods: Readonly<Record<string, LoginMethod>> = {
  jwt,
  approle,
  aws,
  kubernetes,
  userpass,
  ldap,
  cert,
  github,
};

export const methodNames: readonly string[] = ['token', ...Object.keys(methods)];

export function methodNamed(name: string): LoginMethod {
  return Object.hasOwn(methods, name) ? methods[name]! : payload;
}

/** What has to be given for a method. */
export function needsOf(name: string): readonly RequiredInput[] {
  if (name !== 'token') return methodNamed(name).needs;
  return [
    { input: 'token', from: 'A Vault token (or `VAULT_TOKEN`), or choose another `method` to log in with.' },
  ];
}
