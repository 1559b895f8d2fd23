import { type Credentials, type KeyType, keyTypes, type Purpose, purposes } from './state.ts';

/** A request body. Vault's framework accepts strings for numbers, booleans and lists. */
export type Body = Readonly<Record<string, unknown>>;

/** A field with a value that Vault rejects. The message is that of Vault. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
}

/** The field's string; `undefined` when it is unset. */
export function readText(body: Body, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw unexpected(field, value, 'a string');
  return value;
}

export function readBoolean(body: Body, field: string): boolean | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw unexpected(field, value, 'a boolean');
}

export function readInteger(body: Body, field: string): number | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (!Number.isSafeInteger(number)) throw unexpected(field, value, 'an integer');
  return number as number;
}

/** A list, or a comma-separated string. */
export function readList(body: Body, field: string): string[] | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string')
    return value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value;
  throw unexpected(field, value, 'a list');
}

export function readKeyType(body: Body): KeyType | undefined {
  const type = readText(body, 'type');
  if (type === undefined || isOneOf(keyTypes, type)) return type;
  throw new FieldError(`unsupported key type: ${JSON.stringify(type)}`);
}

/** Sorted, without duplicates. */
export function readPurpose(body: Body): Purpose[] {
  const named = readList(body, 'purpose') ?? [];
  if (named.length === 0) throw new FieldError('missing required field: "purpose"');
  const checked = named.map((name) => {
    if (isOneOf(purposes, name)) return name;
    throw new FieldError(`unsupported purpose: ${JSON.stringify(name)}`);
  });
  return [...new Set(checked)].sort();
}

/** The `credentials` of a provider: a map, or a list of `name=value`, as Vault's command line sends it. */
export function readCredentials(body: Body): Credentials | undefined {
  const value = body['credentials'];
  if (value === undefined || value === null) return undefined;
  const { access_key, secret_key, session_token, endpoint } = pairs(value);
  if (!access_key || !secret_key) {
    throw new FieldError('credentials: both "access_key" and "secret_key" are required');
  }
  return {
    access_key,
    secret_key,
    ...(session_token ? { session_token } : {}),
    ...(endpoint ? { endpoint } : {}),
  };
}

function pairs(value: unknown): Readonly<Record<string, string | undefined>> {
  const lines = typeof value === 'string' ? [value] : value;
  const map = Array.isArray(lines) ? Object.fromEntries(lines.map((line) => split(String(line)))) : lines;
  if (typeof map !== 'object' || !Object.values(map as object).every((part) => typeof part === 'string')) {
    throw new FieldError('credentials: expected a map of strings');
  }
  return map as Record<string, string>;
}

function split(line: string): [string, string] {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}

function isOneOf<T extends string>(known: readonly T[], value: string): value is T {
  return (known as readonly string[]).includes(value);
}

function unexpected(field: string, value: unknown, expected: string): FieldError {
  return new FieldError(
    `Field validation failed: error converting input for field "${field}": expected ${expected}, got ${typeof value}`,
  );
}
