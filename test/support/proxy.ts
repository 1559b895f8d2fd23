import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';

export interface ConnectProxy {
  readonly port: number;
  /** The targets of the tunnels that were asked for, refused ones too. */
  readonly targets: string[];
  close(): Promise<void>;
}

/**
 * A CONNECT proxy.
 *
 * @param credentials `user:password` that it asks for; none when left out
 * @param resolve where a target really is, for names that only the proxy knows
 */
export async function connectProxy({
  credentials,
  resolve = (host) => host,
}: {
  credentials?: string;
  resolve?: (host: string) => string;
} = {}): Promise<ConnectProxy> {
  const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  const targets: string[] = [];
  const server = createServer((_request, response) => response.writeHead(405).end());
  const sockets = new Set<{ destroy(): unknown }>();
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request, client, head) => {
    const target = request.url ?? '';
    targets.push(target);
    client.on('error', () => {});
    if (wanted && request.headers['proxy-authorization'] !== wanted) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
      return;
    }
    const [host = '', port] = target.split(':');
    const upstream = connect(Number(port), resolve(host), () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    targets,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
