/** Milliseconds without any progress after which the reader counts as gone. */
const longestStall = 10_000;

/**
 * Resolves when everything that was written to the streams is on its way to the reader: a process that exits before
 * loses what a slow reader has not taken.
 */
export async function flushOutput(streams: readonly NodeJS.WriteStream[]): Promise<void> {
  await Promise.all(streams.map(flush));
}

async function flush(stream: NodeJS.WriteStream): Promise<void> {
  let last = Number.POSITIVE_INFINITY;
  let since = Date.now();
  while (stream.writableLength > 0 && !stream.destroyed && Date.now() - since < longestStall) {
    if (stream.writableLength < last) since = Date.now();
    last = stream.writableLength;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
