import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpHandlerOptions, HttpRequest, HttpResponse } from '@smithy/types';
import { agentsFor } from '../effects/proxy-agents.ts';
import type { Env } from '../model/effects.ts';

/** Open connections by origin and timeout. */
export type ConnectionPool = Map<string, Promise<NodeHttpHandler>>;

/** Chooses the connection by the host of each request: the SDK alone knows the endpoints of every partition. */
export function requestHandlerFor(requestTimeout: number, env: Env, pool: ConnectionPool) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: HttpRequest, options?: HttpHandlerOptions): Promise<{ response: HttpResponse }> {
      const url = urlOf(request);
      const name = `${url.origin} ${requestTimeout}`;
      const connection = pool.get(name) ?? open(url, requestTimeout, env);
      pool.set(name, connection);
      return (await connection).handle(request as never, options);
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

/** Where a request goes, without path and query. */
export function urlOf({ protocol, hostname, port }: HttpRequest): URL {
  return new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
}

async function open(url: URL, requestTimeout: number, env: Env): Promise<NodeHttpHandler> {
  const { NodeHttpHandler } = await import('./sdk/http-handler.ts');
  const ca = trustedAuthorities(env);
  return new NodeHttpHandler({
    ...agentsFor(url, env, ca === undefined ? {} : { ca }),
    connectionTimeout: 5_000,
    requestTimeout,
    throwOnRequestTimeout: true,
  });
}

/**
 * The CAs that certificates of AWS endpoints may come from: Node.js's own, those of `NODE_EXTRA_CA_CERTS`, and those of
 * `AWS_CA_BUNDLE`, a PEM file; `undefined`: Node.js's default.
 *
 * @throws an error with the code `CA_BUNDLE_UNREADABLE` for a file that cannot be read or holds no certificate
 */
function trustedAuthorities(env: Env): string[] | undefined {
  const path = env['AWS_CA_BUNDLE'];
  if (!path) return undefined;
  const extra = env['NODE_EXTRA_CA_CERTS'];
  // Node.js ignores a NODE_EXTRA_CA_CERTS that it cannot read.
  return [...rootCertificates, ...(extra ? [read(extra) ?? ''] : []), readBundle(path)];
}

function readBundle(path: string): string {
  const text = read(path);
  if (text?.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw Object.assign(
    new Error(
      `AWS_CA_BUNDLE names ${path}, which ${text === null ? 'cannot be read' : 'holds no certificate'}`,
    ),
    { code: 'CA_BUNDLE_UNREADABLE' },
  );
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
