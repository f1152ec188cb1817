import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A server of HTTP that keeps what it was asked. */
export interface StandIn {
  readonly address: string;
  /** Method and path of every request. */
  readonly requests: readonly string[];
  /** Headers of every request. */
  readonly headers: readonly IncomingMessage['headers'][];
  close(): Promise<void>;
}

/** Starts one. With key and certificate it speaks TLS. */
export async function standIn(
  answer: RequestListener,
  tls?: { readonly cert: string; readonly key: string },
): Promise<StandIn> {
  const requests: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    headers.push(request.headers);
    request.resume();
    answer(request, response);
  };
  const server: Server =
    tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${String(port)}`,
    requests,
    headers,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
