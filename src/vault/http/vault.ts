import type { Secret } from '../../model/secret.ts';
import type { VaultError } from './vault-error.ts';

/** A connection to one Vault server, with retries, deadlines and explained errors. */
export interface Vault {
  /** The answer's `data` (the whole answer where there is none, as in `sys/health`); `null` when the path holds nothing. */
  get(at: VaultPath, read?: ReadOptions): Promise<VaultData | null>;
  /** The names under a path; empty when there are none. */
  list(at: VaultPath): Promise<readonly string[]>;
  /** The answer's `data`, or `null` for an answer without a body. */
  put(at: VaultPath, body: RequestBody, write?: WriteOptions): Promise<VaultData | null>;
  delete(at: VaultPath, write?: WriteOptions): Promise<void>;
}

/** The connection of a run, before and after its login. */
export interface Connection extends Vault {
  /**
   * Sends a login, or the renewal of a token, and returns the answer's `auth`. It waits for no other request, since
   * others may wait for it. Retried like a read; when the run is cancelled, a
   * login in flight may finish like a write, so that its token can be revoked.
   *
   * @param token the one to renew; a login sends none, whatever the connection's own is
   */
  authenticate(at: VaultPath, body: RequestBody, token?: Secret): Promise<VaultData>;
  /** The same connections and deadline, with a token on each request, or in another (absolute) namespace. */
  with(change: { readonly token?: Secret | TokenSource; readonly namespace?: string }): Connection;
  /** Waits for requests in flight, and closes the connections. */
  close(): Promise<void>;
}

/** A token that changes while a run goes on. */
export interface TokenSource {
  /** The token for the next request. */
  current(): Promise<Secret>;
  /** An error that Vault answered a request with, with what the token has to do with it. */
  explain(error: VaultError): VaultError;
}

/** A path in Vault. Parts are raw: the connection escapes each one. */
export interface VaultPath {
  /** Relative to the connection's own namespace; empty for none. */
  readonly namespace: string;
  /** `['keymgmt', 'kms', 'aws']`; a part may itself hold slashes, as a mount's path does. */
  readonly path: readonly string[];
}

export type VaultData = Readonly<Record<string, unknown>>;

/** The body of a write: JSON, in which a {@link Secret} is revealed only when it is sent. */
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
  /** Statuses that mean here, besides 404, that the object does not exist. */
  readonly absent?: readonly number[];
}

export interface WriteOptions {
  /**
   * Reads whether what the write wants is there: after its answer was lost, before it is sent again, and after Vault
   * rejected it, since another client may have done the same. Without it the write is idempotent, and is repeated.
   */
  readonly tookEffect?: () => Promise<boolean>;
  /**
   * Vault continues this write after its client stopped waiting: after a time-out, `tookEffect` is read until the run's
   * deadline, and nothing is written again.
   */
  readonly slow?: boolean;
  /** When the write may be sent, and what came of it. */
  readonly pace?: WritePace;
  /** Called with the failure after which the write is sent again, once a read has not found its effect. */
  readonly onResend?: (error: VaultError) => void;
}

/** Holds writes back while Vault or AWS cannot take more of them. */
export interface WritePace {
  /** Resolves when the write may be sent for the first time. */
  ready(): Promise<void>;
  /** An attempt is sent. */
  sent(): void;
  /** Vault accepted the write. */
  accepted(): void;
  /** An attempt failed, and another one may follow: the milliseconds until then; `null`: by the retry policy. */
  failed(error: VaultError): number | null;
}

/** How to connect to Vault. Times are in milliseconds. */
export interface ConnectionSettings {
  readonly url: URL;
  /** Without leading or trailing slash; empty for the root namespace. */
  readonly namespace: string;
  /** Sent with every request, before the connection's own headers. */
  readonly extra_headers: Readonly<Record<string, string>>;
  readonly tls: TlsSettings;
  /** The time limit of one request. */
  readonly request_timeout: number;
  /** The time limit of all requests together, from the opening of the connection. */
  readonly timeout: number;
  /** The most requests in flight, and connections, at one time. */
  readonly max_concurrency: number;
  readonly user_agent: string;
}

/** `null` where nothing is set. */
export interface TlsSettings {
  /** PEM; trusted instead of the public CAs, as with `VAULT_CACERT`. */
  readonly ca: string | null;
  /** PEM. */
  readonly cert: string | null;
  /** PEM. */
  readonly key: Secret | null;
  readonly server_name: string | null;
  readonly skip_verify: boolean;
}
