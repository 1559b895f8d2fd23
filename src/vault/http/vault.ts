import type { Secret } from '../../model/secret.ts';
import type { VaultError } from './vault-error.ts';

/** A connection to one Vault: requests with retries, deadlines and errors that help. */
export interface Vault {
  /** The answer's `data` (the whole answer where there is none, as in `sys/health`); `null` when there is nothing at that place. */
  get(at: VaultPath, read?: ReadOptions): Promise<VaultData | null>;
  /** The names under a place; none when there is nothing there. */
  list(at: VaultPath): Promise<readonly string[]>;
  /** The answer's `data`, or `null` when Vault has nothing to say. */
  put(at: VaultPath, body: RequestBody, write?: WriteOptions): Promise<VaultData | null>;
  delete(at: VaultPath, write?: WriteOptions): Promise<void>;
}

/** The connection that a run opens, before and after its login. */
export interface Connection extends Vault {
  /**
   * Sends a login, without a token, and gives the answer's `auth`. Repeated like a read; in flight when the run is
   * cancelled it may end like a write, so that its token can be revoked.
   */
  authenticate(at: VaultPath, body: RequestBody): Promise<VaultData>;
  /** The same connections and deadline, with a token on each request, or in another (absolute) namespace. */
  with(change: { readonly token?: Secret; readonly namespace?: string }): Connection;
  /** Waits for requests in flight, and ends the connections. */
  close(): Promise<void>;
}

/** Where in Vault. Parts are raw: the connection escapes each one. */
export interface VaultPath {
  /** Relative to the connection's own namespace; empty for none. */
  readonly namespace: string;
  /** `['keymgmt', 'kms', 'aws']`; a part may itself hold slashes, as a mount's path does. */
  readonly path: readonly string[];
}

export type VaultData = Readonly<Record<string, unknown>>;

/** What a write carries: JSON, in which a {@link Secret} is revealed only on the wire. */
export type RequestBody = Readonly<Record<string, RequestValue>>;
export type RequestValue =
  | string
  | number
  | boolean
  | null
  | Secret
  | readonly RequestValue[]
  | { readonly [name: string]: RequestValue };

interface ReadOptions {
  /** Statuses by which, besides 404, Vault says here that nothing is there. */
  readonly absent?: readonly number[];
}

export interface WriteOptions {
  /**
   * Asked before a write whose answer was lost is sent again: has it taken effect? Without it the write is
   * idempotent, and is repeated.
   */
  readonly tookEffect?: () => Promise<boolean>;
  /**
   * Vault goes on with this write after its client gave up: a time-out is followed by asking `tookEffect` until
   * the run's deadline, never by a second write.
   */
  readonly slow?: boolean;
  /** Told of each failure after which the write will be tried again. */
  readonly onRetry?: (error: VaultError) => void;
}

/** How to reach Vault. Times are in milliseconds. */
export interface ConnectionSettings {
  readonly url: URL;
  /** Without slashes at its ends; empty for the root namespace. */
  readonly namespace: string;
  /** Sent with every request, before the connection's own headers. */
  readonly extra_headers: Readonly<Record<string, string>>;
  readonly tls: TlsSettings;
  /** The longest that one request may take. */
  readonly request_timeout: number;
  /** The longest that all requests together may take, from the opening of the connection. */
  readonly timeout: number;
  /** Requests in flight, and connections, at one time. */
  readonly max_concurrency: number;
  readonly user_agent: string;
}

/** `null` where nothing was given. */
export interface TlsSettings {
  /** PEM; trusted in place of the public certificate authorities, as with `VAULT_CACERT`. */
  readonly ca: string | null;
  /** PEM. */
  readonly cert: string | null;
  /** PEM. */
  readonly key: Secret | null;
  readonly server_name: string | null;
  readonly skip_verify: boolean;
}
