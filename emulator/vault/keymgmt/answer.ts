/** What the engine answers: Vault's status, with data or with errors. */
export type Answer =
  | { readonly status: 200; readonly data: Readonly<Record<string, unknown>> }
  | { readonly status: 204 }
  | { readonly status: 400 | 404 | 500; readonly errors: readonly string[] };

/** The answer to a write. */
export const done: Answer = { status: 204 };

/** The answer where there is nothing. */
export const absent: Answer = { status: 404, errors: [] };

export function found(data: Readonly<Record<string, unknown>>): Answer {
  return { status: 200, data };
}

/** The names there are, sorted; Vault answers an empty list as it answers what is not there. */
export function listed(names: Iterable<string>): Answer {
  const keys = [...names].sort();
  return keys.length === 0 ? absent : found({ keys });
}

export function refused(text: string): Answer {
  return { status: 400, errors: [text] };
}

export function halfRemoved(key: string, kms: string): Answer {
  return refused(
    `key "${key}" has been removed from KMS provider "${kms}" in part: repeat the removal first`,
  );
}
