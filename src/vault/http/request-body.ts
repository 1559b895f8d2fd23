import { Secret } from '../../model/secret.ts';
import type { RequestBody, RequestValue } from './vault.ts';

/** A body as JSON: the only place where its secrets are revealed. */
export function wireBody(body: RequestBody): string {
  return JSON.stringify(revealed(body));
}

function revealed(value: RequestValue): unknown {
  if (value instanceof Secret) return value.reveal();
  if (isList(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revealed(inner)]));
}

function isList(value: RequestValue): value is readonly RequestValue[] {
  return Array.isArray(value);
}
