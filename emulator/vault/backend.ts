import { type Context, Hono } from 'hono';
import type { Exchange } from '../exchange.ts';
import type { AclPolicy } from './policy/acl.ts';
import type { Token } from './tokens.ts';
import { unsupportedOperation, unsupportedPath, VaultError } from './vault-error.ts';

/** Serves the paths below one mount. */
export interface Backend {
  /** Its routes get the path within the mount and one of the methods GET, LIST, PUT and DELETE. */
  readonly app: Hono<Env>;
  /** The paths that need no token: exact, or with a trailing `*`. */
  readonly open: readonly string[];
  /** The paths that need the `sudo` capability, in the same form. */
  readonly sudo?: readonly string[];
  /** The paths that need a token but no policy: they check permissions themselves. */
  readonly selfChecked?: readonly string[];
}

export interface Mount {
  readonly type: string;
  readonly accessor: string;
  readonly uuid: string;
  readonly backend: Backend;
  /** Tunable by users. */
  readonly description: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Set when it was enabled, such as `local`. */
  readonly flags: Readonly<Record<string, unknown>>;
}

/** A namespace with its mounts, auth methods and policies. */
export interface Namespace {
  readonly id: string;
  /** Empty for the root namespace, else with a trailing slash. */
  readonly path: string;
  readonly custom_metadata: Readonly<Record<string, string>>;
  /** Secrets engines and auth methods, by path: `keymgmt/`, `auth/jwt/`. */
  readonly mounts: Map<string, Mount>;
  readonly policies: Map<string, AclPolicy>;
}

/** A request to a backend, after its namespace, token and permission were checked. */
export interface BackendCall {
  readonly namespace: Namespace;
  readonly mount: Mount;
  /** The token of the request, valid or not. */
  readonly client_token: string | null;
  /** The token of the caller; `null` on a path that needs none. */
  readonly token: Token | null;
  readonly body: Readonly<Record<string, unknown>>;
  readonly exchange: Exchange;
}

export interface Env {
  Bindings: BackendCall;
}
export type VaultContext = Context<Env>;

/** The routes of a backend, with Vault's error responses. */
export function routes(): Hono<Env> {
  const app = new Hono<Env>();
  app.notFound((c) =>
    errorResponse(c, hasOtherMethod(app, c.req.path) ? unsupportedOperation() : unsupportedPath()),
  );
  app.onError((error, c) => errorResponse(c, error));
  return app;
}

function hasOtherMethod(app: Hono<Env>, path: string): boolean {
  return ['GET', 'LIST', 'PUT', 'DELETE'].some((method) => app.router.match(method, path)[0].length > 0);
}

/** An error as Vault's response. Anything but a `VaultError` is a bug of the emulator, and a 500. */
export function errorResponse(c: Context, error: Error): Response {
  if (error instanceof VaultError) return c.json({ errors: error.errors }, error.status);
  return c.json({ errors: [`1 error occurred:\n\t* internal error: ${error.message}\n\n`] }, 500);
}

/** The token of a call to a path that needs one. */
export function caller(c: VaultContext): Token {
  return c.env.token!;
}
