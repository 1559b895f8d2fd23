/** The numbers of rows per table that are tried, in this order. */
const attempts = [Number.POSITIVE_INFINITY, 1000, 300, 100, 30, 10, 3, 0];

/**
 * Returns the fullest rendering that fits.
 *
 * @param render makes the text with at most that many rows per table
 * @param limit bytes of UTF-8
 * @returns a pointer to the report when even the shortest rendering is too long
 */
export function fitted(render: (rows: number) => string, limit: number): string {
  for (const rows of attempts) {
    const text = render(rows);
    if (Buffer.byteLength(text) <= limit) return text;
  }
  return 'This report is too long to be shown here. The report file (output `report_path`) has it.';
}
