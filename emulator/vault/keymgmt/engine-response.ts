/** A response of the engine: the HTTP status, with data or errors. */
export type EngineResponse =
  | { readonly status: 200; readonly data: Readonly<Record<string, unknown>> }
  | { readonly status: 204 }
  | { readonly status: 400 | 404 | 405 | 500; readonly errors: readonly string[] };

/** The response to a write. */
export const done: EngineResponse = { status: 204 };

/** A 404 with an empty `errors`. */
export const notFoundResponse: EngineResponse = { status: 404, errors: [] };

export function found(data: Readonly<Record<string, unknown>>): EngineResponse {
  return { status: 200, data };
}

/** Sorted names. An empty list is a 404, as in Vault. */
export function listed(names: Iterable<string>): EngineResponse {
  const keys = [...names].sort();
  return keys.length === 0 ? notFoundResponse : found({ keys });
}

export function rejected(text: string): EngineResponse {
  return { status: 400, errors: [text] };
}

export function partlyRemoved(key: string, kms: string): EngineResponse {
  return rejected(`key "${key}" is only partly removed from KMS provider "${kms}": repeat the removal first`);
}
