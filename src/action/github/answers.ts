import * as v from 'valibot';
import { clip, oneLine } from '../../render/plain.ts';

/** An answer that is not one of GitHub's API, or is too large to be read. Asking again would not help. */
export class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer';
}

const user = v.nullish(v.object({ login: v.string(), type: v.optional(v.string()) }));
const label = v.union([v.string(), v.object({ name: v.nullish(v.string()) })]);

export const commentAnswer = v.object({
  id: v.number(),
  html_url: v.string(),
  body: v.nullish(v.string()),
  user,
});
export type CommentAnswer = v.InferOutput<typeof commentAnswer>;

export const issueAnswer = v.object({
  number: v.number(),
  html_url: v.string(),
  body: v.nullish(v.string()),
  user,
  labels: v.array(label),
  pull_request: v.optional(v.unknown()),
});
export type IssueAnswer = v.InferOutput<typeof issueAnswer>;

export const pullAnswer = v.object({ number: v.number(), head: v.object({ sha: v.string() }) });

export const userAnswer = v.object({ login: v.string() });

/**
 * The answer's data in the form that GitHub documents.
 *
 * @param what the subject of the error's sentence, such as `the answer about the comment`
 * @throws {UnusableAnswer} when it has another form, as the page of a proxy has
 */
export function parseAnswer<S extends v.GenericSchema>(
  schema: S,
  data: unknown,
  what: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const at = issue.path?.map(({ key }) => String(key)).join('.') ?? '';
  const problem =
    issue.received === 'undefined' ? `${at} is missing` : `${at === '' ? '' : `${at}: `}${issue.message}`;
  throw new UnusableAnswer(
    `${what} is not in the form that GitHub documents: ${clip(oneLine(problem), 200)}`,
  );
}

/** The most pages of a list that are read: GitHub's own are shorter. */
const mostPages = 30;

/**
 * Reads a list page by page, 100 entries each. The `Link` header only says whether there is another page: where it points
 * to is not followed.
 *
 * @throws {UnusableAnswer} when the list has no end, or an entry has another form
 */
export async function readPages<S extends v.GenericSchema>(
  readPage: (
    page: number,
  ) => Promise<{ readonly data: unknown; readonly headers: { readonly link?: string | undefined } }>,
  schema: S,
  what: string,
): Promise<v.InferOutput<S>[]> {
  const entries: v.InferOutput<S>[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const { data, headers } = await readPage(page);
    const found = parseAnswer(v.array(schema), data, `the list of ${what}`);
    entries.push(...found);
    if (found.length === 0 || !(headers.link ?? '').includes('rel="next"')) return entries;
  }
  throw new UnusableAnswer(`GitHub lists more than ${mostPages * 100} entries of ${what}`);
}
