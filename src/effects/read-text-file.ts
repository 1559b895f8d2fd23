import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** A file that exists, but is not read. `code` is `NOT_REGULAR`, `TOO_LARGE` or `NOT_UTF8`. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly code: 'NOT_REGULAR' | 'TOO_LARGE' | 'NOT_UTF8';

  /** @param message the rest of a sentence that begins with the file's name */
  constructor(code: UnreadableFile['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Reads a text of UTF-8 from a regular file of limited size. A pipe, a device or an endless file ends with an error, and
 * never blocks the process.
 *
 * @param limit bytes
 * @throws {UnreadableFile}, or an error of the system with a `code` such as `ENOENT`
 */
export function readTextFile(path: string, limit: number): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(file).isFile()) throw new UnreadableFile('NOT_REGULAR', 'is not a regular file');
    const bytes = Buffer.alloc(limit + 1);
    let length = 0;
    for (let read = 1; read > 0 && length <= limit; length += read) {
      read = readSync(file, bytes, length, limit + 1 - length, null);
    }
    if (length > limit) throw new UnreadableFile('TOO_LARGE', `is larger than ${limit} bytes`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length));
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new UnreadableFile('NOT_UTF8', 'is not UTF-8 text');
  } finally {
    closeSync(file);
  }
}
