import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../is-object.ts';
import { seconds } from './duration.ts';
import { rejected } from './vault-error.ts';

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

type Words<S extends string> = S extends `${infer First} ${infer Rest}` ? First | Words<Rest> : S;

/** Fields of one type, default and effect. Their `names` are separated by spaces. */
const fieldsWith =
  <E extends Field[2]>(effect: E) =>
  <T extends keyof ValueOf, const S extends string>(
    type: T,
    initial: unknown,
    names: S,
    ...visibility: ['hidden'] | []
  ) =>
    Object.fromEntries(
      names.split(' ').map((name) => [name, [type, initial, effect, ...visibility]]),
    ) as unknown as Readonly<Record<Words<S>, readonly [T, unknown, E]>>;
export const enforced = fieldsWith('enforced');
export const informational = fieldsWith('informational');
export const unsupported = fieldsWith('unsupported');

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
    const [expected, convert] = types[type];
    const value = convert(given);
    if (value === undefined) errors.push(`${name}: expected ${expected}, got ${JSON.stringify(given)}`);
    if (effect === 'unsupported' && !isDeepStrictEqual(value, initial)) {
      errors.push(`${name}: this emulator supports only the default, ${JSON.stringify(initial)}`);
    }
    return [name, value];
  });
  if (errors.length > 0) throw rejected(...errors);
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

type Type<T> = readonly [expected: string, convert: (given: unknown) => T | undefined];

/** What a value of each type is called, and its conversion from JSON; `undefined`: it has another type. */
const types: { readonly [K in keyof ValueOf]: Type<ValueOf[K]> } = {
  string: ['a string', (given) => (typeof given === 'string' ? given : undefined)],
  strings: ['a list of strings', listOf],
  comma_string: ['a list of strings', listOf],
  duration: ['a duration', seconds],
  integer: ['a number', (given) => (/^-?\d+$/.test(String(given)) ? Number(given) : undefined)],
  boolean: ['a boolean', (given) => ({ true: true, false: false })[String(given)]],
  map: ['an object', (given) => (isObject(given) ? given : undefined)],
  headers: [
    'an object or a string',
    (given) => (typeof given === 'string' || isObject(given) ? given : undefined),
  ],
  pairs: ['a map of strings', pairsOf],
};

function pairsOf(given: unknown): Readonly<Record<string, string>> | undefined {
  const lines = typeof given === 'string' ? [given] : given;
  const map = Array.isArray(lines)
    ? Object.fromEntries(lines.map((line) => /^([^=]*)=?(.*)$/s.exec(String(line))!.slice(1)))
    : lines;
  return isObject(map) && isTexts(Object.values(map)) ? (map as Record<string, string>) : undefined;
}

function isTexts(values: readonly unknown[]): values is readonly string[] {
  return values.every((one) => typeof one === 'string');
}

function listOf(given: unknown): string[] | undefined {
  if (Array.isArray(given)) return isTexts(given) ? [...given] : undefined;
  if (typeof given !== 'string') return undefined;
  return given
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
