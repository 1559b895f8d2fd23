import { closestMatch } from 'leven';

/** The names that other tools use for these fields. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['mount', 'path'],
  ['region', 'key_collection'],
  ['kms_name', 'kms'],
  ['key_type', 'type'],
  ['access_key_id', 'access_key'],
  ['aws_access_key_id', 'access_key'],
  ['secret_access_key', 'secret_key'],
  ['aws_secret_access_key', 'secret_key'],
  ['aws_session_token', 'session_token'],
  ['credentials_wo', 'credentials'],
]);

/** `Did you mean "purpose"? `, or an empty text when no known word is similar. */
export function suggestion(word: string, known: readonly string[]): string {
  const plain = word.toLowerCase().replaceAll('-', '_');
  const other = elsewhere.get(plain);
  const near =
    other !== undefined && known.includes(other)
      ? other
      : closestMatch(word.toLowerCase().slice(0, 64), known, { maxDistance: word.length > 4 ? 3 : 2 });
  return near === undefined ? '' : `Did you mean "${near}"? `;
}
