/** The largest answer that is read, in bytes: more than a list of ten thousand names. */
const largestAnswer = 1024 * 1024;

/** An answer that is too large to be one of Vault's. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/**
 * Reads the body of an answer, up to a limit.
 *
 * @param length the header `Content-Length`; `null` when there is none
 * @throws {AnswerTooLarge} with the size, as far as it is known
 */
export async function readBody(body: AsyncIterable<Uint8Array>, length: string | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > largestAnswer) {
      const known = length === null ? `more than ${largestAnswer}` : length;
      throw new AnswerTooLarge(`the answer has ${known} bytes; at most ${largestAnswer} are read`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
