import {
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { connect } from 'node:net';

/** A request as a test writes it. */
export interface Sent {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Sent as it is; anything but text and bytes as JSON, with its media type. */
  readonly body?: unknown;
}

/** An answer, read whole. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON. */
  json(): Record<string, unknown>;
}

/** Whether an answer goes on until somebody ends it: a stream of events. Its head is all there is to wait for. */
function goesOn(path: string, { headers, statusCode }: IncomingMessage): boolean {
  const isStream = headers['content-type']?.startsWith('text/event-stream') === true;
  return isStream && statusCode === 200 && path.startsWith('/v1/events/stream');
}

/** Sends a request on a connection of its own. GET without a body, POST with one, unless told otherwise. */
export function send(url: string, path: string, sent: Sent = {}): Promise<Received> {
  const { body } = sent;
  const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const bytes = raw ? body : JSON.stringify(body);
  const headers: OutgoingHttpHeaders = {
    ...(bytes === undefined ? {} : { 'content-type': 'application/json' }),
    ...(bytes === undefined ? {} : { 'content-length': Buffer.byteLength(bytes) }),
    ...sent.headers,
  };
  const method = sent.method ?? (bytes === undefined ? 'GET' : 'POST');
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { path, method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      const finish = (): void => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text,
          json: () => JSON.parse(text) as Record<string, unknown>,
        });
      };
      if (goesOn(path, incoming)) {
        incoming.destroy();
        finish();
        return;
      }
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', finish);
    });
    outgoing.on('error', reject);
    outgoing.end(bytes);
  });
}

/** Writes bytes on a new connection, and gives everything that comes back until the server closes it. */
export function sendRaw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
  });
}
