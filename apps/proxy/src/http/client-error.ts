import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { EdgeSettings } from '../settings/settings.ts';
import { HttpError } from './problem.ts';
import { problemReply } from './serve-route.ts';

/**
 * Answers what Node could not read as a request, or what did not arrive in time, and closes the connection.
 *
 * @param securityHeaders the flat list that helmet would set
 */
export function answerClientError(
  error: Error & { code?: string },
  socket: Duplex,
  limits: EdgeSettings['limits'],
  securityHeaders: readonly string[],
): void {
  const begun = (socket as { _httpMessage?: ServerResponse | null })._httpMessage?.headersSent;
  if (!socket.writable || begun === true || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const requestId = randomUUID();
  const reply = problemReply(errorOf(error.code, limits), { instance: '/', requestId });
  const headers = [
    ...pairs(securityHeaders),
    ['content-type', reply.mediaType],
    ['content-length', String(Buffer.byteLength(reply.body))],
    ['cache-control', 'no-store'],
    ['x-request-id', requestId],
    ['connection', 'close'],
  ].map((pair) => pair.join(': '));
  const status = `HTTP/1.1 ${String(reply.status)} ${STATUS_CODES[reply.status] ?? ''}`;
  socket.end([status, ...headers, '', reply.body].join('\r\n'));
}

function errorOf(code: string | undefined, limits: EdgeSettings['limits']): HttpError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new HttpError(
        'request_timeout',
        `The request took over ${String(limits.requestSeconds)} s to arrive, or its head over ${String(limits.headerSeconds)} s (limits.request_seconds, limits.header_seconds).`,
      );
    case 'HPE_HEADER_OVERFLOW':
      return new HttpError(
        'limit_exceeded',
        `The head of the request is over ${String(limits.headerBytes)} bytes (limits.header_bytes).`,
        { status: 431 },
      );
    default:
      return new HttpError('invalid_request', 'This is not a valid HTTP request.', { status: 400 });
  }
}

function pairs(flat: readonly string[]): string[][] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : []));
}
