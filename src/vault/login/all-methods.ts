import type { InputSpecs } from '../../inputs/input-spec.ts';
import { approle } from './approle.ts';
import { aws } from './aws.ts';
import { cert } from './cert.ts';
import { github } from './github.ts';
import { givenTokenFields } from './given-token.ts';
import { jwt } from './jwt.ts';
import { kubernetes } from './kubernetes.ts';
import type { FieldValues, LoginMethod, LoginMount } from './login-method.ts';
import { ldap, userpass } from './password.ts';
import { payload } from './payload.ts';

/** The fields of all methods, each once, in the order in which they are documented. */
const fields = {
  ...jwt.fields,
  ...givenTokenFields,
  ...approle.fields,
  ...aws.fields,
  ...userpass.fields,
  ...github.fields,
  ...cert.fields,
  ...kubernetes.fields,
  ...payload.fields,
} as const;

/** What a login is made of: its mount, and the values of every method's fields. */
export type LoginSettings = LoginMount & FieldValues<typeof fields>;

/** A method as seen by who has the values of all fields. */
type AnyMethod = Omit<LoginMethod<typeof fields>, 'fields'> & { readonly fields: InputSpecs };

/** The methods that log in, by the name in `method`; any other name sends `auth_payload`. */
const methods: Readonly<Record<string, AnyMethod>> = {
  jwt,
  approle,
  aws,
  kubernetes,
  userpass,
  ldap,
  cert,
  github,
};

/** The names that `method` knows. */
export const methodNames: readonly string[] = ['token', ...Object.keys(methods)];

export function methodNamed(name: string): AnyMethod {
  return Object.hasOwn(methods, name) ? methods[name]! : payload;
}

/** The inputs that a method cannot do without, each with where a user finds the value. */
export function requiredInputs(name: string): Readonly<Record<string, string>> {
  const { fields, connection_inputs = {} }: Partial<AnyMethod> =
    name === 'token' ? { fields: givenTokenFields } : methodNamed(name);
  const own = Object.entries(fields ?? {}).flatMap(([field, { required }]) =>
    required === undefined ? [] : [[field, required]],
  );
  return { ...Object.fromEntries(own), ...connection_inputs };
}

/** The inputs of all methods; each description names the methods that it is for. */
export const loginFields = Object.fromEntries(
  Object.entries(fields).map(([field, spec]) => [field, { ...spec, description: forMethods(field, spec) }]),
) as typeof fields;

function forMethods(field: string, { description }: { readonly description: string }): string {
  if (field in payload.fields) return `${description} For any \`method\` that is not listed.`;
  const names = methodNames.filter((name) =>
    Object.hasOwn(name === 'token' ? givenTokenFields : methodNamed(name).fields, field),
  );
  return `${description} For \`method: ${names[0]}\`${names
    .slice(1)
    .map((name) => `, \`${name}\``)
    .join('')}.`;
}
