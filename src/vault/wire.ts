import { Secret } from '../model/secret.ts';
import type { Body, BodyValue } from './vault.ts';

/** A body as JSON: the one place where the secrets in it are revealed. */
export function wireBody(body: Body): string {
  return JSON.stringify(revealed(body));
}

function revealed(value: BodyValue): unknown {
  if (value instanceof Secret) return value.reveal();
  if (isList(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revealed(inner)]));
}

function isList(value: BodyValue): value is readonly BodyValue[] {
  return Array.isArray(value);
}
