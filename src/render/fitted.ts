/** How many rows of a table are tried, from the most on. */
const attempts = [Number.POSITIVE_INFINITY, 1000, 300, 100, 30, 10, 3, 0];

/**
 * The fullest rendering that fits.
 *
 * @param render makes the text with that many rows of each table at most
 * @param limit bytes of UTF-8
 * @returns a pointer to the report when nothing fits
 */
export function fitted(render: (rows: number) => string, limit: number): string {
  for (const rows of attempts) {
    const text = render(rows);
    if (Buffer.byteLength(text) <= limit) return text;
  }
  return 'What there is to say is too long for this place: the report file (output `report_path`) has it.';
}
