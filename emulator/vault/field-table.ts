import { isDeepStrictEqual } from 'node:util';
import { seconds } from './duration.ts';
import { VaultError } from './vault-error.ts';

/** The types of Vault's framework, with their values here. */
interface ValueOf {
  readonly string: string;
  readonly strings: readonly string[];
  /** Like `strings`, but returned as one comma-separated string. */
  readonly comma_string: readonly string[];
  /** Seconds. */
  readonly duration: number;
  readonly integer: number;
  readonly boolean: boolean;
  readonly map: Readonly<Record<string, unknown>> | null;
  /** HTTP headers: an object, or its JSON, plain or in base64. */
  readonly headers: string | Readonly<Record<string, unknown>>;
  /** A map of strings. Also a list of `name=value`, as Vault's command line sends it. */
  readonly pairs: Readonly<Record<string, string>> | null;
}

/**
 * A documented field: its type, its default (`required` when it has none), and its effect here. An `informational` field
 * is stored and returned, and changes nothing else. Of an `unsupported` one only the default is accepted. A `hidden` one
 * is never returned.
 */
type Field = readonly [
  type: keyof ValueOf,
  initial: unknown,
  effect: 'enforced' | 'informational' | 'unsupported',
  visibility?: 'hidden',
];

export const required = Symbol('required');

/** Fields of requests without a record. */
export const text = ['string', '', 'enforced'] as const satisfies Field;
export const requiredText = ['string', required, 'enforced'] as const satisfies Field;

/** The fields of one endpoint, from Vault's API documentation. */
export type FieldTable = Readonly<Record<string, Field>>;
export type Values<T extends FieldTable> = { readonly [K in keyof T]: ValueOf[T[K][0]] };
/** The body of a request. */
export type Body = Readonly<Record<string, unknown>>;

/** Fields of one type and default that nothing here reads: `names` are separated by spaces. */
const unread =
  (effect: 'informational' | 'unsupported') =>
  (type: keyof ValueOf, initial: unknown, names: string, ...visibility: ['hidden'] | []): object =>
    Object.fromEntries(names.split(' ').map((name) => [name, [type, initial, effect, ...visibility]]));
export const informational = unread('informational');
export const unsupported = unread('unsupported');

/** The deprecated names of the token fields. */
const deprecated: Readonly<Record<string, string>> = {
  token_bound_cidrs: 'bound_cidrs',
  token_max_ttl: 'max_ttl',
  token_num_uses: 'num_uses',
  token_period: 'period',
  token_policies: 'policies',
  token_ttl: 'ttl',
};

/**
 * The fields of a body: those that are given, else the existing values, else the defaults.
 *
 * @throws VaultError (400) that names each invalid, missing or unsupported field
 */
export function readFields<T extends FieldTable>(table: T, body: Body, existing?: Values<T>): Values<T> {
  const errors: string[] = [];
  const values = Object.entries(table).map(([name, [type, initial, effect]]) => {
    const given = body[name] ?? (deprecated[name] === undefined ? undefined : body[deprecated[name]]);
    const fallback = existing?.[name] ?? initial;
    if (given === undefined || given === null) {
      if (fallback === required) errors.push(`missing ${name}`);
      return [name, fallback];
    }
    const value = convert(type, given, name);
    if (value === undefined) errors.push(`${name}: expected ${expected[type]}, got ${JSON.stringify(given)}`);
    if (effect === 'unsupported' && !isDeepStrictEqual(value, initial)) {
      errors.push(`${name}: this emulator supports only the default, ${JSON.stringify(initial)}`);
    }
    return [name, value];
  });
  if (errors.length > 0) throw new VaultError(400, ...errors);
  return Object.fromEntries(values) as Values<T>;
}

/** The names in a body that the table does not have. */
export function unknownFields(table: FieldTable, body: Body): string[] {
  const names = Object.keys(table).flatMap((name) => [name, deprecated[name]]);
  return Object.keys(body).filter((name) => !names.includes(name));
}

/** The values as Vault returns them. */
export function viewFields<T extends FieldTable>(table: T, values: Values<T>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(table)
      .filter(([, [, , , visibility]]) => visibility !== 'hidden')
      .map(([name, [type]]) => {
        const value = values[name];
        return [name, type === 'comma_string' ? (value as readonly string[]).join(',') : value];
      }),
  );
}

const expected: Readonly<Record<keyof ValueOf, string>> = {
  string: 'a string',
  strings: 'a list of strings',
  comma_string: 'a list of strings',
  duration: 'a duration',
  integer: 'a number',
  boolean: 'a boolean',
  map: 'an object',
  headers: 'an object or a string',
  pairs: 'a map of strings',
};

/** `undefined`: the value has another type. */
function convert(type: keyof ValueOf, given: unknown, name: string): unknown {
  switch (type) {
    case 'string':
      return typeof given === 'string' ? given : undefined;
    case 'strings':
    case 'comma_string':
      return listOf(given);
    case 'duration':
      return seconds(given, name);
    case 'integer':
      return /^-?\d+$/.test(String(given)) ? Number(given) : undefined;
    case 'boolean':
      return { true: true, false: false }[String(given)];
    case 'map':
      return typeof given === 'object' && !Array.isArray(given) ? given : undefined;
    case 'headers':
      return typeof given === 'string' || typeof given === 'object' ? given : undefined;
    case 'pairs':
      return pairsOf(typeof given === 'string' ? [given] : given);
  }
}

function pairsOf(given: unknown): object | undefined {
  const map = Array.isArray(given)
    ? Object.fromEntries(given.map((line) => /^([^=]*)=?(.*)$/s.exec(String(line))!.slice(1)))
    : given;
  if (typeof map !== 'object' || map === null) return undefined;
  return Object.values(map).every((part) => typeof part === 'string') ? map : undefined;
}

function listOf(given: unknown): string[] | undefined {
  if (Array.isArray(given)) return given.every((one) => typeof one === 'string') ? given : undefined;
  if (typeof given !== 'string') return undefined;
  return given
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
