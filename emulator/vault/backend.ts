import { type Context, Hono } from 'hono';
import type { Exchange } from '../exchange.ts';
import type { Policy } from './policy/acl.ts';
import { Refusal, unsupportedPath } from './refusal.ts';
import type { Token } from './tokens.ts';

/** What serves the paths below one mount. */
export interface Backend {
  /** Its routes see the path within the mount, and one of the methods GET, LIST, PUT and DELETE. */
  readonly app: Hono<Env>;
  /** The paths that need no token: exact, or with a `*` at the end. */
  readonly open: readonly string[];
  /** The paths that need the `sudo` capability, written alike. */
  readonly sudo?: readonly string[];
  /** The paths that need a token, and check by themselves what it may see. */
  readonly selfChecked?: readonly string[];
}

/** A backend at a path of a namespace. */
export interface Mount {
  readonly type: string;
  readonly accessor: string;
  readonly uuid: string;
  readonly backend: Backend;
  /** What a user may tune. */
  readonly description: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A namespace with what is its own: mounts, auth methods, policies. */
export interface Namespace {
  readonly id: string;
  /** Empty for the root, else with a slash at its end. */
  readonly path: string;
  readonly custom_metadata: Readonly<Record<string, string>>;
  /** By path, with a slash at its end. */
  readonly mounts: Map<string, Mount>;
  /** Auth methods, by path without `auth/`. */
  readonly auths: Map<string, Mount>;
  readonly policies: Map<string, Policy>;
}

/** A request on its way to a backend, after namespace, token and permission are settled. */
interface Call {
  readonly namespace: Namespace;
  readonly mountType: string;
  /** Who calls; `null` on a path that needs no token. */
  readonly token: Token | null;
  readonly body: Readonly<Record<string, unknown>>;
  readonly exchange: Exchange;
}

export interface Env {
  Bindings: Call;
}
export type VaultContext = Context<Env>;

/** Routes of a backend; what it does not know, and what it refuses, is answered as Vault does. */
export function routes(): Hono<Env> {
  const app = new Hono<Env>();
  app.notFound((c) => refuse(c, unsupportedPath()));
  app.onError((error, c) => refuse(c, error));
  return app;
}

/** A failure as Vault's answer; what is no refusal is a fault of the emulator's own. */
export function refuse(c: Context, error: Error): Response {
  if (error instanceof Refusal) return c.json({ errors: error.errors }, error.status);
  return c.json({ errors: [`1 error occurred:\n\t* internal error: ${error.message}\n\n`] }, 500);
}

/** The token of a call to a path that needs one. */
export function caller(c: VaultContext): Token {
  return c.env.token!;
}
