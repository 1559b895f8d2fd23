import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

export interface Issue {
  readonly number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  state_reason: string | null;
  labels: string[];
  readonly user: User;
}

export interface Comment {
  readonly id: number;
  readonly issue: number;
  body: string;
  readonly user: User;
}

export interface User {
  readonly login: string;
  readonly type: 'Bot' | 'User';
}

export const bot: User = { login: 'github-actions[bot]', type: 'Bot' };

/** Answers the next requests that match otherwise than GitHub would. */
export interface Fault {
  readonly match: RegExp;
  times: number;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** Do what was asked for, and lose the answer. */
  readonly after?: boolean;
}

interface Pull {
  readonly number: number;
  readonly head: { readonly label: string; readonly sha: string };
}

/**
 * As much of GitHub's API as comments and issues need, over real HTTP, with its pages, permissions and refusals.
 *
 * Source: https://docs.github.com/en/rest/issues
 */
export class GitHubServer {
  readonly issues: Issue[] = [];
  readonly comments: Comment[] = [];
  readonly labels = new Set<string>();
  readonly pulls: Pull[] = [];
  /** Each request as `METHOD path`. */
  readonly requests: string[] = [];
  readonly faults: Fault[] = [];
  /** Who the token belongs to. */
  self: User = bot;
  /** What the token may write. */
  mayWrite = true;
  /** Milliseconds between looking into the store and answering a list. */
  listDelay = 0;
  /** Comes in front of every path, as on a GitHub Enterprise Server. */
  readonly #prefix: string;
  #server: ServerType | null = null;
  #lastComment = 0;

  constructor(prefix = '') {
    this.#prefix = prefix;
  }

  async start(): Promise<this> {
    const server = serve({ fetch: this.#app().fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise((listening) => server.once('listening', listening));
    this.#server = server;
    return this;
  }

  async stop(): Promise<void> {
    await new Promise((closed) => this.#server!.close(closed));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server!.address() as AddressInfo).port}${this.#prefix}`;
  }

  /** The bodies of the open issues. */
  get open(): Issue[] {
    return this.issues.filter(({ state }) => state === 'open');
  }

  addComment(issue: number, body: string, user: User): Comment {
    this.#lastComment += 1;
    const comment = { id: this.#lastComment, issue, body, user };
    this.comments.push(comment);
    return comment;
  }

  addIssue(title: string, body: string, labels: readonly string[], user: User): Issue {
    const number = this.issues.length + 1;
    const issue: Issue = {
      number,
      title,
      body,
      state: 'open',
      state_reason: null,
      labels: [...labels],
      user,
    };
    this.issues.push(issue);
    return issue;
  }

  #app(): Hono {
    const app = new Hono().basePath(this.#prefix);
    const repository = '/repos/octo-org/keys';

    app.use(async (c, next) => {
      const { pathname } = new URL(c.req.url);
      const request = `${c.req.method} ${pathname}`;
      this.requests.push(request);
      const fault = this.faults.find(({ match, times }) => times > 0 && match.test(request));
      if (fault?.after) await next();
      if (fault !== undefined) {
        fault.times -= 1;
        c.res = refusal(c, fault.status, fault.message ?? 'fault', fault.headers);
        return;
      }
      if (c.req.header('authorization') !== 'token ghs_test') {
        c.res = refusal(c, 401, 'Bad credentials');
        return;
      }
      if (c.req.method !== 'GET' && !this.mayWrite) {
        c.res = refusal(c, 403, 'Resource not accessible by integration');
        return;
      }
      await next();
    });

    app.get('/user', (c) =>
      this.self.type === 'Bot'
        ? refusal(c, 403, 'Resource not accessible by integration')
        : c.json(this.self),
    );

    app.get(`${repository}/issues`, async (c) => {
      const { labels, state } = c.req.query();
      const found = this.issues
        .filter((issue) => state === 'all' || issue.state === (state ?? 'open'))
        .filter((issue) =>
          (labels ?? '').split(',').every((name) => name === '' || issue.labels.includes(name)),
        )
        .map((issue) => this.#issue(issue))
        .reverse();
      await new Promise((later) => setTimeout(later, this.listDelay));
      return page(c, found);
    });
    app.post(`${repository}/issues`, async (c) => {
      const { title, body, labels = [] } = await c.req.json();
      if (body.length > 65_536) return refusal(c, 422, 'body is too long (maximum is 65536 characters)');
      for (const name of labels) this.labels.add(name);
      return c.json(this.#issue(this.addIssue(title, body, labels, this.self)), 201);
    });
    app.patch(`${repository}/issues/:number`, async (c) => {
      const issue = this.issues[Number(c.req.param('number')) - 1];
      if (issue === undefined) return refusal(c, 404, 'Not Found');
      Object.assign(issue, await c.req.json());
      return c.json(this.#issue(issue));
    });
    app.post(`${repository}/issues/:number/labels`, async (c) => {
      const issue = this.issues[Number(c.req.param('number')) - 1]!;
      issue.labels.push(...(await c.req.json()).labels);
      return c.json(issue.labels.map((name) => ({ name })));
    });
    app.post(`${repository}/labels`, async (c) => {
      const { name } = await c.req.json();
      if (this.labels.has(name)) return refusal(c, 422, 'Validation Failed');
      this.labels.add(name);
      return c.json({ name }, 201);
    });

    app.get(`${repository}/issues/:number/comments`, async (c) => {
      const found = this.comments.filter(({ issue }) => issue === Number(c.req.param('number')));
      await new Promise((later) => setTimeout(later, this.listDelay));
      return page(
        c,
        found.map((comment) => this.#comment(comment)),
      );
    });
    app.post(`${repository}/issues/:number/comments`, async (c) => {
      const { body } = await c.req.json();
      if (body.length > 65_536) return refusal(c, 422, 'body is too long (maximum is 65536 characters)');
      return c.json(this.#comment(this.addComment(Number(c.req.param('number')), body, this.self)), 201);
    });
    app.patch(`${repository}/issues/comments/:id`, async (c) => {
      const comment = this.comments.find(({ id }) => id === Number(c.req.param('id')));
      if (comment === undefined) return refusal(c, 404, 'Not Found');
      comment.body = (await c.req.json()).body;
      return c.json(this.#comment(comment));
    });
    app.delete(`${repository}/issues/comments/:id`, (c) => {
      const index = this.comments.findIndex(({ id }) => id === Number(c.req.param('id')));
      if (index < 0) return refusal(c, 404, 'Not Found');
      this.comments.splice(index, 1);
      return c.body(null, 204);
    });
    app.get(`${repository}/pulls`, (c) =>
      c.json(this.pulls.filter(({ head }) => head.label === c.req.query('head'))),
    );
    app.notFound((c) => refusal(c, 404, 'Not Found'));
    return app;
  }

  #issue(issue: Issue) {
    return {
      ...issue,
      labels: issue.labels.map((name) => ({ name })),
      html_url: `https://github.test/octo-org/keys/issues/${issue.number}`,
    };
  }

  #comment({ id, body, user }: Comment) {
    return { id, body, user, html_url: `https://github.test/octo-org/keys/comment/${id}` };
  }
}

function refusal(
  c: Context,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return c.json(
    { message, documentation_url: 'https://docs.github.com/rest' },
    status as ContentfulStatusCode,
    headers,
  );
}

/** A page of a list, with the link to the next one. */
function page(c: Context, list: readonly unknown[]): Response {
  const size = Number(c.req.query('per_page') ?? 30);
  const number = Number(c.req.query('page') ?? 1);
  const next = new URL(c.req.url);
  next.searchParams.set('page', String(number + 1));
  const more = list.length > number * size;
  return c.json(
    list.slice((number - 1) * size, number * size),
    200,
    more ? { link: `<${next}>; rel="next"` } : {},
  );
}
