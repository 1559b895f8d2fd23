/** How many rows of a table are tried, from the most on. */
const attempts = [Number.POSITIVE_INFINITY, 1000, 300, 100, 30, 10, 3, 0];

/**
 * The fullest rendering that fits.
 *
 * @param render makes the text with that many rows of each table at most
 * @param limit bytes of UTF-8
 * @returns with no rows when nothing fits
 */
export function fitted(render: (rows: number) => string, limit: number): string {
  let text = '';
  for (const rows of attempts) {
    text = render(rows);
    if (Buffer.byteLength(text) <= limit) break;
  }
  return text;
}
