/**
 * The single-line values inside a secret that must not be shown, and nothing around them.
 *
 * - JSON: each string value of at least four characters, and the text as it is sent (on one line);
 * - a YAML map: each value;
 * - a PEM: each line of base64;
 * - other text: itself, or each of its lines that has at least eight characters.
 *
 * Punctuation and field names are never among them: masking `],` would blank the log, and GitHub drops every job output
 * that contains a mask.
 */
export function secretValues(secret: string): string[] {
  const text = secret.trim();
  const values = jsonValues(text) ?? pemLines(text) ?? yamlValues(text) ?? plainValues(text);
  return [...new Set(values)].filter(isWorthMasking);
}

/** Fields of a login whose values are names that output has to be able to show. */
const publicFields: ReadonlySet<string> = new Set(['role', 'name', 'username', 'method', 'type', 'endpoint']);

function jsonValues(text: string): string[] | null {
  if (!/^[[{]/.test(text)) return null;
  try {
    const data: unknown = JSON.parse(text);
    return [JSON.stringify(data), ...leaves(data)];
  } catch {
    return null;
  }
}

function leaves(data: unknown): string[] {
  if (typeof data === 'string') return plainValues(data).filter((value) => value.length >= 4);
  if (typeof data !== 'object' || data === null) return [];
  const entries = Array.isArray(data)
    ? data.map((value): [string, unknown] => ['', value])
    : Object.entries(data);
  return entries.flatMap(([field, value]) =>
    publicFields.has(field) && typeof value === 'string' ? [] : leaves(value),
  );
}

function pemLines(text: string): string[] | null {
  if (!text.includes('-----BEGIN')) return null;
  return text
    .split(/\r?\n|\\n/)
    .map((line) => line.trim())
    .filter((line) => /^[A-Za-z0-9+/=]{8,}$/.test(line));
}

/** The values of a map in block or flow style: `secret_key: abc`, `{secret_key: "abc"}`. */
function yamlValues(text: string): string[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const isMap =
    /^\{.*\}$/s.test(text) ||
    (lines.length > 1 && lines.every((line) => /^\s*[\w"'-]+\s*:(\s|$)/.test(line)));
  if (!isMap) return null;
  const pairs = text.matchAll(/(?<field>[\w-]+)["']?\s*:\s+(?<value>"[^"]*"|'[^']*'|[^\s,{}[\]"']+)/g);
  return [...pairs].flatMap(({ groups }) => {
    const { field = '', value = '' } = groups ?? {};
    return publicFields.has(field) ? [] : [value.replace(/^(["'])(.*)\1$/, '$2')];
  });
}

function plainValues(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.length === 1 ? lines : lines.filter((line) => line.length >= 8);
}

/** A single character, and short punctuation, appear in any output. */
function isWorthMasking(value: string): boolean {
  return value.length >= 12 || (value.length > 1 && /[\p{L}\p{N}]/u.test(value));
}

/** The forms in which a value may be repeated by a server: raw, base64, URL-encoded, JSON-escaped. */
export function formsOf(value: string): string[] {
  const base64 = Buffer.from(value).toString('base64');
  return [
    ...new Set([
      value,
      base64,
      base64.replace(/=+$/, ''),
      Buffer.from(value).toString('base64url'),
      urlEncoded(value),
      JSON.stringify(value).slice(1, -1),
    ]),
  ];
}

/** Text with half of a surrogate pair cannot be URL-encoded, and cannot be sent either. */
function urlEncoded(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    return value;
  }
}
