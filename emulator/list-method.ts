import { type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Handles a request that Node's HTTP parser rejected. */
export type Fetch = (request: Request, socket: Duplex, target: string) => Promise<Response>;

const headEnd = '\r\n\r\n';

/**
 * Serves the method `LIST`. Node's HTTP parser rejects it with a `clientError` event that carries the bytes read so far.
 * The response closes the connection, because the parser cannot continue.
 */
export function serveListMethod(server: Server, fetch: Fetch): void {
  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Duplex) => {
    const head = error.rawPacket?.toString('latin1') ?? '';
    const isList = head.startsWith('LIST ');
    const answered = isList ? serve(head, socket, fetch) : Promise.reject(error);
    answered.catch(() => socket.end(`HTTP/1.1 400 Bad Request\r\nConnection: close${headEnd}`));
  });
}

async function serve(begun: string, socket: Duplex, fetch: Fetch): Promise<void> {
  const { target, request } = requestOf(await readHead(begun, socket));
  await answer(await fetch(request, socket, target), socket);
}

/** The head of a request may arrive in several packets. */
async function readHead(begun: string, socket: Duplex): Promise<string> {
  let head = begun;
  if (head.includes(headEnd)) return head;
  socket.removeAllListeners('data');
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    head += (chunk as Buffer).toString('latin1');
    if (head.includes(headEnd)) break;
  }
  return head;
}

function requestOf(head: string): { target: string; request: Request } {
  const [first = '', ...lines] = head.slice(0, head.indexOf(headEnd)).split('\r\n');
  const [method = '', target = '/'] = first.split(' ');
  const headers = new Headers();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return { target, request: new Request(new URL(target, 'http://127.0.0.1'), { method, headers }) };
}

async function answer(response: Response, socket: Duplex): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.set('connection', 'close');
  headers.set('content-length', String(body.length));
  const status = `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ''}`;
  const fields = [...headers].map(([name, value]) => `${name}: ${value}`);
  socket.end(Buffer.concat([Buffer.from(`${[status, ...fields].join('\r\n')}${headEnd}`, 'latin1'), body]));
}
